import type { VersionClue } from './search.ts';

/**
 * One well-known program and the files that carry its version: what official images install without a package manager. A row is data: file
 * names, and the texts that the program's own source puts beside its version.
 */
export interface KnownProgram {
  /** purl name, `pkg:generic/<name>`. */
  readonly name: string;
  readonly files: readonly FileNames[];
  /** `program`: ELF, PE or Mach-O; `text`: a small text file. */
  readonly content: 'program' | 'text';
  /** Best first. The file's name is given where it tells part of the version (`python3.11`). */
  readonly clues: readonly VersionClue[] | ((fileName: string) => readonly VersionClue[]);
}

/** `exact`: the name itself. Else `prefix` and a rest of digits and dots (`versioned`) or any rest with `.so` in it (`library`). */
export type FileNames =
  | { readonly exact: string }
  | { readonly prefix: string; readonly rest: 'versioned' | 'library' };

const exact = (...names: string[]): FileNames[] => names.map((name) => ({ exact: name }));
const library = (prefix: string): FileNames => ({ prefix, rest: 'library' });
const versioned = (prefix: string): FileNames => ({ prefix, rest: 'versioned' });

/** Redis' and Valkey's release.c makes one text of version, build host and time (10 digits), dirty flag and commit (zeros outside of git). */
const buildId = /(?:^|[^\d.])(\d+\.\d+\.\d{1,3})(?:[A-Za-z][\w.-]{0,64}-)?\d{10}[01][0-9a-f]{8}\0/;

/** Sorted by name. */
export const knownPrograms: readonly KnownProgram[] = [
  {
    name: 'bash',
    files: exact('bash'),
    content: 'program',
    // bash/version.c: the what(1) string.
    clues: [{ near: '@(#)Bash version ', match: /@\(#\)Bash version (\d+\.\d+\.\d+)/ }],
  },
  {
    name: 'busybox',
    files: exact('busybox'),
    content: 'program',
    clues: [{ near: 'BusyBox v', match: /BusyBox v(\d+\.\d+\.\d+)/ }],
  },
  {
    name: 'consul',
    files: exact('consul'),
    content: 'program',
    clues: [{ near: 'CONSUL_VERSION: ', match: /CONSUL_VERSION: (\d+\.\d+\.\d+)/ }],
  },
  {
    name: 'curl',
    files: [...exact('curl'), library('libcurl.so'), library('libcurl-gnutls.so')],
    content: 'program',
    clues: [
      { near: 'libcurl/', match: /libcurl\/(\d+\.\d+\.\d+)/ },
      { near: 'curl/', match: /\bcurl\/(\d+\.\d+\.\d+)/ },
    ],
  },
  {
    name: 'dart',
    files: exact('dart'),
    content: 'program',
    clues: [{ near: ') (', match: /\0(\d+\.\d+\.\d+(?:-[\w.]+)?) \((?:stable|beta|dev)\) \(/ }],
  },
  {
    name: 'elixir',
    files: exact('elixir.app'),
    content: 'text',
    clues: [{ near: 'vsn', match: /\{vsn,\s{0,10}"(\d+\.\d+\.\d+[\w.-]*)"/ }],
  },
  {
    name: 'envoy',
    files: exact('envoy'),
    content: 'program',
    // revision/version/clean or modified/build type/SSL library
    clues: ['Clean', 'Modified'].map((state) => ({
      near: `/${state}/`,
      match: new RegExp(`[0-9a-f]{40}/(\\d+\\.\\d+\\.\\d+)(?:-[\\w.]{1,40})?/${state}/`),
    })),
  },
  {
    name: 'erlang',
    files: exact('OTP_VERSION'),
    content: 'text',
    clues: [{ near: '.', match: /^\s*(\d+(?:\.\d+)+(?:-rc\d+)?)/ }],
  },
  {
    name: 'ffmpeg',
    files: [...exact('ffmpeg'), library('libavutil.so')],
    content: 'program',
    clues: [{ near: 'FFmpeg version ', match: /FFmpeg version n?(\d+\.\d+(?:\.\d+)?)/ }],
  },
  {
    name: 'git',
    files: exact('git'),
    content: 'program',
    clues: [{ near: 'git/', match: /(?:^|[^\w/.-])git\/(\d+\.\d+\.\d+[\w.]*)\0/ }],
  },
  {
    name: 'go',
    files: exact('VERSION'),
    content: 'text',
    clues: [{ near: 'go1', match: /^go(1\.\d+(?:\.\d+)?(?:(?:rc|beta)\d+)?)\s/ }],
  },
  {
    name: 'haproxy',
    files: exact('haproxy'),
    content: 'program',
    clues: [
      { near: ', released ', match: / version (\d+\.\d+(?:\.\d+|-dev\d+))[\w.+~-]{0,60}, released \d{4}\// },
      { near: '-', match: /\0(\d+\.\d+\.\d+)-[0-9a-f]{6,7}\0/ },
    ],
  },
  {
    name: 'httpd',
    files: exact('httpd', 'apache2'),
    content: 'program',
    clues: [{ near: 'Apache/2.', match: /Apache\/(2\.\d+\.\d+)/ }],
  },
  {
    name: 'julia',
    files: [library('libjulia-internal.so')],
    content: 'program',
    clues: [{ near: '__init__\0', match: /__init__\0(\d+\.\d+\.\d+(?:-[\w.]+)?)\0/ }],
  },
  {
    name: 'lighttpd',
    files: exact('lighttpd'),
    content: 'program',
    clues: [{ near: 'lighttpd/', match: /lighttpd\/(\d+\.\d+\.\d+)/ }],
  },
  {
    name: 'mariadb',
    files: exact('mariadbd', 'mariadb', 'mysqld'),
    content: 'program',
    clues: [{ near: '-MariaDB', match: /\b(\d+\.\d+\.\d+)-MariaDB/ }],
  },
  {
    name: 'memcached',
    files: exact('memcached'),
    content: 'program',
    clues: [{ near: 'memcached ', match: /\0memcached (\d+\.\d+\.\d+)/ }],
  },
  {
    name: 'mysql',
    files: exact('mysqld', 'mysql'),
    content: 'program',
    // Paths of the source tree in assertions.
    clues: [{ near: '/mysql-', match: /\/mysql-(\d+\.\d+\.\d+)\// }],
  },
  {
    name: 'nginx',
    files: exact('nginx'),
    content: 'program',
    clues: [{ near: 'nginx/', match: /\bnginx\/(\d+\.\d+\.\d+)/ }],
  },
  {
    name: 'node',
    files: exact('node', 'nodejs', 'node.exe'),
    content: 'program',
    clues: [{ near: 'node.js/v', match: /node\.js\/v(\d+\.\d+\.\d+(?:-[\w.]+)?)/ }],
  },
  {
    name: 'openjdk',
    files: exact('release'),
    content: 'text',
    clues: [{ near: 'JAVA_VERSION=', match: /(?:^|\n)JAVA_VERSION="([\w.]{1,40})/ }],
  },
  {
    name: 'openjdk',
    files: exact('libjvm.so'),
    content: 'program',
    clues: [{ near: ') for ', match: /VM \([^)]{1,60}\) for [\w-]{1,40} JRE \((\d[\w.]{0,40})/ }],
  },
  {
    name: 'openresty',
    files: exact('nginx', 'openresty'),
    content: 'program',
    clues: [{ near: 'openresty/', match: /\bopenresty\/(\d+(?:\.\d+){2,3})/ }],
  },
  {
    name: 'openssl',
    files: [...exact('openssl'), library('libcrypto.so'), library('libssl.so')],
    content: 'program',
    clues: [
      {
        near: 'OpenSSL ',
        match: /OpenSSL (\d+\.\d+\.\d+[a-z]{0,2}(?:-(?:alpha|beta|dev|pre)\d*)?) +\d{1,2} [A-Z][a-z]{2} \d{4}/,
      },
    ],
  },
  {
    name: 'perl',
    files: [...exact('perl'), versioned('perl5.'), library('libperl.so')],
    content: 'program',
    clues: [
      { near: 'perl5/', match: /perl5\/(?:site_perl\/|vendor_perl\/)?(5\.\d+\.\d+)/ },
      { near: '/perl/', match: /\/perl\/(5\.\d+\.\d+)/ },
    ],
  },
  {
    name: 'php',
    files: [
      ...exact('php', 'php-fpm', 'php-cgi', 'phpdbg'),
      ...['php', 'php-fpm', 'php-cgi'].map(versioned),
      library('libphp'),
    ],
    content: 'program',
    clues: [{ near: 'X-Powered-By: PHP/', match: /X-Powered-By: PHP\/(\d+\.\d+\.\d+(?:(?:alpha|beta|RC)\d+)?)/ }],
  },
  {
    name: 'postgresql',
    files: exact('postgres'),
    content: 'program',
    clues: [
      { near: 'PostgreSQL ', match: /PostgreSQL (\d+(?:\.\d+){1,2}(?:(?:beta|rc)\d+)?) (?:\([^)]{1,80}\) )?on / },
    ],
  },
  {
    name: 'python',
    files: [...exact('python'), versioned('python'), library('libpython')],
    content: 'program',
    clues: pythonClues,
  },
  {
    name: 'redis',
    files: exact('redis-server', 'redis-check-aof', 'redis-check-rdb'),
    content: 'program',
    clues: [
      { near: '00000000\0', match: buildId },
      { near: 'Redis version=', match: /Redis version=(\d+\.\d+\.\d+)/ },
      { near: '.', match: /\0([2-9]\.\d{1,2}\.\d{1,3})\0/ },
    ],
  },
  {
    name: 'ruby',
    files: [...exact('ruby'), versioned('ruby'), library('libruby')],
    content: 'program',
    clues: [{ near: 'ruby ', match: /\0ruby (\d+\.\d+\.\d+(?:(?:preview|rc)\d+)?)(?:p\d+)? \(/ }],
  },
  {
    name: 'rust',
    files: [...exact('rustc'), library('libstd-')],
    content: 'program',
    clues: [{ near: 'rustc version ', match: /rustc version (\d+\.\d+\.\d+(?:-[\w.]+)?)/ }],
  },
  {
    name: 'valkey',
    files: exact('valkey-server', 'valkey-check-rdb'),
    content: 'program',
    clues: [
      { near: '00000000\0', match: buildId },
      { near: '.', match: /\0([7-9]\.\d{1,2}\.\d{1,3})\0/ },
    ],
  },
  {
    name: 'varnish',
    files: exact('varnishd'),
    content: 'program',
    clues: [{ near: 'varnish-', match: /varnish-(\d+\.\d+\.\d+) revision/ }],
  },
  {
    name: 'wordpress',
    files: exact('version.php'),
    content: 'text',
    clues: [{ near: '$wp_version', match: /\$wp_version\s{0,10}=\s{0,10}'(\d+\.\d+[\w.-]*)'/ }],
  },
  {
    name: 'zlib',
    files: [library('libz.so')],
    content: 'program',
    clues: [{ near: ' deflate ', match: / deflate (\d+\.\d+(?:\.\d+){0,2}) Copyright/ }],
  },
];

/** The version stands alone between two zero bytes; the file's name gives its beginning. */
function pythonClues(fileName: string): VersionClue[] {
  const branch = /(\d)\.(\d{1,2})/.exec(fileName);
  const start = branch ? `${branch[1]}\\.${branch[2]}` : '[23]\\.\\d{1,2}';
  const near = branch ? `\0${branch[1]}.${branch[2]}.` : `\0${fileName.includes('2') ? '2.' : '3.'}`;
  return [{ near, match: new RegExp(`\\0(${start}\\.\\d{1,3}(?:(?:a|b|rc)\\d{1,2})?)\\+?\\0`) }];
}
