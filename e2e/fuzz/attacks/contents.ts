import { rpmHeaderBlob, rpmSqlite } from '#testing/rpm-writer.ts';
import { type Attack, imageAttack } from './attack.ts';
import { endOfTar, members } from './tar-pieces.ts';

const MiB = 1024 * 1024;

/** An image of these files. */
function files(id: string, list: () => Readonly<Record<string, Buffer | string>>, rest: Partial<Attack> = {}): Attack {
  return imageAttack(
    id,
    () => [
      {
        write(feed) {
          for (const [path, content] of Object.entries(list())) feed(members({ path, content }));
          feed(endOfTar);
        },
      },
    ],
    rest,
  );
}

const fill = (text: string, size: number) => Buffer.alloc(size, text);

/** Files that make patterns, parsers and page walks work hard. */
export const contentAttacks: readonly Attack[] = [
  files('texts that patterns for secrets start on everywhere', () => ({
    'srv/a.conf': fill('a', 9 * MiB),
    'srv/b.conf': fill('QUtJQUlPU0ZPRE5ON0VYQU1QTEU', 9 * MiB),
    'srv/c.conf': fill('password=', 9 * MiB),
    'srv/d.conf': fill('password = "', 9 * MiB),
    'srv/e.conf': fill(`password:${' '.repeat(5000)}`, 9 * MiB),
    'srv/f.conf': fill('-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n', 9 * MiB),
    'srv/g.conf': fill('https://user:pass@', 9 * MiB),
    'srv/h.conf': fill('eyJhbGciOiJIUzI1NiJ9.eyJ', 9 * MiB),
    'srv/i.conf': fill('<password><password ', 9 * MiB),
    'srv/j.env': fill('A_SECRET=\\\n', 9 * MiB),
  })),
  files('sqlite pages that lead to each other', () => {
    const valid = rpmSqlite(
      Array.from({ length: 400 }, (_, i) => rpmHeaderBlob({ name: `p${i}`, version: '1', release: '1' })),
    );
    const looped = Buffer.from(valid);
    for (let at = 4096; at + 4096 <= looped.length; at += 4096) {
      // Every interior cell and every overflow pointer leads back to page 2.
      if (looped[at] === 5) for (let i = at + 12; i + 4 < at + 4096; i += 4) looped.writeUInt32BE(2, i);
      looped.writeUInt32BE(2, at + 8);
    }
    return { 'var/lib/rpm/rpmdb.sqlite': looped };
  }),
  files('thirty megabytes of accounts, settings and links', () => ({
    'etc/passwd': fill('root:x:0:0::/root:/bin/sh\n', 30 * MiB),
    'etc/shadow': fill('root:$6$a$b:1:0:9:7:::\n', 30 * MiB),
    'etc/sudoers': fill('a ALL=(ALL) NOPASSWD: ALL\n', 30 * MiB),
    'etc/ssh/sshd_config': fill('PermitRootLogin yes\n', 30 * MiB),
    'etc/os-release': fill('ID=debian\nVERSION_ID="12"\n', 30 * MiB),
    'usr/share/doc/a/copyright': fill('License: GPL-2+ or MIT\nFiles: *\n', 30 * MiB),
  })),
  files('thirty megabytes of Python and Ruby metadata', () => ({
    'usr/lib/python3/a.dist-info/METADATA': `Name: a\nVersion: 1\n${'Classifier: License :: x\n'.repeat(1_000_000)}`,
    'usr/lib/ruby/specifications/a.gemspec': `Gem::Specification.new do |s|\ns.name = "a"\ns.version = "1"\ns.licenses = [${'"x",'.repeat(4_000_000)}`,
    'usr/lib/R/library/a/DESCRIPTION': `Package: a\nVersion: 1\nLicense: ${'a | '.repeat(5_000_000)}`,
    'app/vendor/composer/installed.json': `{"packages":[${'{"name":"a/b","version":"1"},'.repeat(300_000)}{}]}`,
  })),
];
