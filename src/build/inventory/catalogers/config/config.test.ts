import { describe, expect, it } from 'vitest';
import { mutations } from '#testing/fuzz.ts';
import { readOne } from '#testing/run-catalogers.ts';
import { configAccounts } from './accounts.ts';
import { configSshd, readSshdConfig } from './sshd.ts';
import { configSudoers } from './sudoers.ts';

const hash = `$6$${'s'.repeat(8)}$${'h'.repeat(86)}`;

describe('config catalogers', () => {
  it('accounts: uids of passwd, and of shadow who has which kind of password, never a hash', () => {
    const passwd =
      'root:x:0:0:root:/root:/bin/sh\n# comment\ntoor:x:0:0::/:/bin/sh\nbroken\nnobody:x:65534:65534::/:/bin/false\n+@nis::::::\n';
    expect(readOne(configAccounts, 'etc/passwd', passwd, 'image')?.data).toEqual({
      kind: 'passwd',
      accounts: [
        { name: 'root', uid: 0 },
        { name: 'toor', uid: 0 },
        { name: 'nobody', uid: 65534 },
      ],
    });
    const shadow = `root:*:1::::::\nopen::1::::::\napp:${hash}:1::::::\nlocked:!${hash}:1::::::\nold:abcdefghijklm:1::::::\nnew:!:1::::::\n`;
    const facts = readOne(configAccounts, 'etc/shadow', shadow, 'image');
    expect(facts?.data).toEqual({ kind: 'shadow', empty: ['open'], hashed: ['app', 'old'] });
    expect(JSON.stringify(facts)).not.toContain('hhhh');
  });

  it('sshd: settings before the first Match, keywords in any case, with or without equals sign', () => {
    const text =
      '# PermitRootLogin no\nInclude /etc/ssh/sshd_config.d/*.conf\n  permitrootlogin = yes # why\nPasswordAuthentication "no"\nUseDNS no\nMatch User x\nPermitEmptyPasswords yes\n';
    expect(readSshdConfig(text).settings).toEqual([
      { key: 'include', value: '/etc/ssh/sshd_config.d/*.conf', line: 2 },
      { key: 'permitrootlogin', value: 'yes', line: 3 },
      { key: 'passwordauthentication', value: 'no', line: 4 },
    ]);
    const header = (path: string) => ({ path, name: '', size: 1, mode: 0o644 });
    expect(configSshd.wants(header('etc/ssh/sshd_config.d/50-cloud.conf'))).toBe(true);
    expect(configSshd.wants(header('etc/ssh/ssh_config'))).toBe(false);
  });

  it('sudoers: rules that allow everything without a password', () => {
    const text =
      'Defaults env_reset\nroot ALL=(ALL:ALL) ALL\napp ALL=(ALL) NOPASSWD: ALL\n%wheel ALL=(ALL:ALL) NOPASSWD:SETENV: ALL\n# x ALL=(ALL) NOPASSWD: ALL\nci ALL=(ALL) NOPASSWD: /bin/x\n';
    expect(readOne(configSudoers, 'etc/sudoers', text, 'image')?.data).toEqual({
      kind: 'sudoers',
      withoutPassword: [
        { who: 'app', line: 3 },
        { who: '%wheel', line: 4 },
      ],
    });
  });

  it('never throw and end soon', () => {
    const started = performance.now();
    for (const bytes of mutations(
      Buffer.from(`root:${hash}:0:0\nPermitRootLogin yes\napp ALL=(ALL) NOPASSWD: ALL\n`),
      2000,
      9,
    )) {
      readOne(configAccounts, 'etc/shadow', bytes, 'image');
      readOne(configSshd, 'etc/ssh/sshd_config', bytes, 'image');
      readOne(configSudoers, 'etc/sudoers', bytes, 'image');
    }
    readOne(configSudoers, 'etc/sudoers', 'a ALL=NOPASSWD:'.repeat(10_000), 'image');
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
