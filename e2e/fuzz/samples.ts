import { deflateSync, zstdCompressSync } from 'node:zlib';
import { elfOf, firstSectionOffset, machOOf, peOf } from '#testing/executable-writer.ts';
import { inlineBuildInfo, pointerBuildInfo } from '#testing/go-build-info.ts';
import { lockSamples } from '#testing/lock-samples.ts';
import { rpmBdb, rpmHeaderBlob, rpmNdb, rpmSqlite, rpmSqliteWithLog } from '#testing/rpm-writer.ts';
import { zipOf } from '#testing/zip-writer.ts';

export interface Sample {
  /** Id of the cataloger that reads it. */
  readonly cataloger: string;
  readonly path: string;
  readonly content: Buffer;
}

const modules =
  'path\ta.org/x\nmod\ta.org/x\t(devel)\ndep\tb.org/y\tv1.2.3\th1:x=\n=>\tc.org/z\tv1.0.0\nbuild\t-ldflags="-X main.version=1.0.0"\n';
const crates = deflateSync(
  '{"packages":[{"name":"a","version":"1.0.0","dependencies":[1]},{"name":"b","version":"2.0.0"}]}',
);
const metadata =
  'Metadata-Version: 2.1\nName: One\nVersion: 1.0\nLicense: MIT\nClassifier: License :: OSI Approved :: MIT\nRequires-Dist: two (>=1) ; extra == "x"\n\nbody\n';
const jar = zipOf(
  {
    'META-INF/MANIFEST.MF':
      'Manifest-Version: 1.0\r\nBundle-SymbolicName: org.exam\r\n ple.lib\r\nImplementation-Version: 1.0\r\nBundle-License: "MIT;link=x"\r\n',
    'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1.0\n',
    'META-INF/maven/g/a/pom.xml':
      '<project><parent><groupId>g</groupId></parent><properties><v>1</v></properties><version>${v}</version><licenses><license><name>MIT</name></license></licenses></project>',
    'org/example/A.class': 'x',
  },
  { deflate: true },
);
const rpms = ['bash', 'libfoo', 'kernel'].map((name, i) =>
  rpmHeaderBlob({
    name,
    epoch: i,
    version: '1.2',
    release: '3.el9',
    arch: 'x86_64',
    sourceRpm: `${name}-1.2-3.el9.src.rpm`,
    license: 'GPLv2+ and MIT',
    vendor: 'Red Hat, Inc.',
    requires: ['libc.so.6', '/bin/sh'],
    provides: [name],
    files: ['/usr/bin/a', '/usr/share/doc/x/README'],
    padding: i * 3000,
    ...(i === 2 ? { module: 'x:1:2:c' } : {}),
  }),
);

const installed: readonly (readonly [cataloger: string, path: string, content: Buffer | string])[] = [
  [
    'alpm/local-db',
    'var/lib/pacman/local/a-1.0-1/desc',
    '%NAME%\na\n\n%VERSION%\n1:1.0-1\n\n%ARCH%\nx86_64\n\n%LICENSE%\nMIT\n\n%DEPENDS%\nb>=1\n',
  ],
  ['alpm/local-db', 'var/lib/pacman/local/a-1.0-1/files', '%FILES%\nusr/\nusr/bin/a\n\n%BACKUP%\netc/a\tx\n'],
  [
    'apk/installed',
    'lib/apk/db/installed',
    'C:Q1x=\nP:musl\nV:1.2.3-r4\nA:x86_64\nL:MIT\no:musl\nD:so:libc.so.1 busybox>1\np:cmd:x=1\nF:lib\nR:ld.so\na:0:0:755\nZ:Q1y=\n\nP:b\nV:1\n',
  ],
  ['binary/classifiers', 'usr/bin/python3.11', elfOf({ '.rodata': Buffer.from('\x003.11.7\0') })],
  ['binary/classifiers', 'opt/java/release', 'JAVA_VERSION="17.0.9"\n'],
  ['bitnami/components', 'opt/bitnami/.bitnami_components.json', '{"redis":{"arch":"amd64","version":"7.0.0-1"}}'],
  ['cargo/auditable', 'usr/bin/rusty.exe', elfOf({ '.dep-v0': crates })],
  [
    'composer/installed',
    'app/vendor/composer/installed.json',
    '{"packages":[{"name":"a/b","version":"v1.0","license":["MIT"]}],"dev-package-names":["a/b"]}',
  ],
  ['conda/environment', 'app/environment.yml', 'dependencies:\n  - python=3.9\n  - pip:\n    - a==1\n'],
  ['config/accounts', 'etc/passwd', 'root:x:0:0:root:/root:/bin/bash\nother::0:0::/:\n'],
  ['config/accounts', 'etc/shadow', 'root:$6$salt$hash:19000:0:99999:7:::\nempty::19000:0:99999:7:::\n'],
  ['config/sshd', 'etc/ssh/sshd_config', 'PermitRootLogin yes\nMatch User a\n  PasswordAuthentication no\n'],
  ['config/sudoers', 'etc/sudoers', 'root ALL=(ALL:ALL) ALL\n%wheel ALL=(ALL) NOPASSWD: ALL\nDefaults x\\\n y\n'],
  ['cran/installed', 'usr/lib/R/library/a/DESCRIPTION', 'Package: a\nVersion: 1.0\nLicense: GPL-2 | MIT\n'],
  [
    'dpkg/status',
    'var/lib/dpkg/status',
    'Package: a\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: same\nSource: src (1.0-1)\nVersion: 2:1.0-1+b1\nDepends: b (>= 1) | c, d:any\nMaintainer: X <x@docker.com>\nDescription: x\n more\n\nPackage: b\nStatus: deinstall ok config-files\nVersion: 1\n',
  ],
  ['dpkg/status', 'var/lib/dpkg/status.d/base', 'Package: base-files\nVersion: 12\nArchitecture: all\n'],
  ['dpkg/status', 'var/lib/dpkg/info/a.list', '/.\n/usr\n/usr/bin\n/usr/bin/a\n'],
  ['dpkg/status', 'var/lib/dpkg/diversions', '/bin/a\n/bin/a.distrib\ndash\n'],
  [
    'dpkg/status',
    'usr/share/doc/a/copyright',
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: GPL-2+\n\nLicense: MIT or Apache-2.0\n text /usr/share/common-licenses/GPL-3\n',
  ],
  [
    'dpkg/status',
    'var/lib/chisel/manifest.wall',
    zstdCompressSync(
      '{"jsonwall":"1.0","schema":"1.0","count":3}\n{"kind":"package","name":"a","version":"1","arch":"amd64"}\n{"kind":"content","slice":"a_b","path":"/usr/bin/a"}\n',
    ),
  ],
  [
    'gem/installed',
    'usr/lib/ruby/specifications/a-1.0.gemspec',
    '# -*- encoding: utf-8 -*-\n# stub: a 1.0 ruby lib\nGem::Specification.new do |s|\ns.name = "a".freeze\ns.version = "1.0"\ns.licenses = ["MIT".freeze,\n"X"]\nend\n',
  ],
  ['golang/binary', 'usr/bin/elf.exe', elfOf({ '.go.buildinfo': inlineBuildInfo('go1.22.1', modules) })],
  [
    'golang/binary',
    'usr/bin/old.exe',
    elfOf({ '.go.buildinfo': pointerBuildInfo('go1.15', modules, { at: firstSectionOffset }) }),
  ],
  ['golang/binary', 'usr/bin/pe.exe', peOf({ '.data': inlineBuildInfo('go1.22.1', modules) })],
  ['golang/binary', 'usr/bin/macho.exe', machOOf({ __go_buildinfo: inlineBuildInfo('go1.22.1', modules) })],
  ['java/archive', 'opt/lib-1.0.jar', jar],
  [
    'java/archive',
    'opt/outer.war',
    zipOf(
      { 'WEB-INF/lib/lib-1.0.jar': jar, 'WEB-INF/lib/b.jar': zipOf({ 'META-INF/maven/a/pom.xml': '<project/>' }) },
      { deflate: true },
    ),
  ],
  [
    'java/archive',
    'opt/boot.jar',
    zipOf({ 'BOOT-INF/lib/lib-1.0.jar': jar }, { prefix: Buffer.from('#!/bin/sh\n'), zip64: true }),
  ],
  [
    'lua/rockspec',
    'usr/lib/luarocks/a-1.0-0.rockspec',
    'package = "a"\nversion = "1.0-0"\ndescription = { license = "MIT" }\n',
  ],
  [
    'npm/installed',
    'app/node_modules/@a/b/package.json',
    '{"name":"@a/b","version":"1.0.0","license":{"type":"MIT"},"licenses":[{"type":"X"}]}',
  ],
  [
    'npm/vsix',
    'opt/a.vsix',
    zipOf(
      {
        'extension/package.json': '{"name":"x","version":"1.0.0","publisher":"p"}',
        'extension/node_modules/a/package.json': '{"name":"a","version":"1.0.0"}',
      },
      { deflate: true },
    ),
  ],
  [
    'nuget/deps-json',
    'app/a.deps.json',
    '{"runtimeTarget":{"name":"t"},"targets":{"t":{"A/1.0":{"runtime":{"a.dll":{}}}}},"libraries":{"A/1.0":{"type":"package"}}}',
  ],
  [
    'os/release',
    'etc/os-release',
    '# c\nNAME="Debian GNU/Linux"\nID=debian\nVERSION_ID=\'12\'\nPRETTY_NAME="A \\"quoted\\" \\$name"\nID_LIKE="x  Y"\n',
  ],
  ['os/release', 'etc/alpine-release', '3.20.1\n'],
  ['os/release', 'etc/redhat-release', 'CentOS Linux release 7.9.2009 (Core)\n'],
  [
    'python/conda',
    'opt/conda/conda-meta/a-1.0-0.json',
    '{"name":"a","version":"1.0","build":"0","channel":"conda-forge","license":"MIT","files":["lib/a"]}',
  ],
  ['python/installed', 'usr/lib/python3/dist-packages/one-1.0.dist-info/METADATA', metadata],
  ['python/installed', 'usr/lib/python3/dist-packages/one.egg-info', metadata],
  ['python/installed', 'opt/a.egg', zipOf({ 'EGG-INFO/PKG-INFO': metadata }, { deflate: true })],
  ['rpm/database', 'var/lib/rpm/rpmdb.sqlite', rpmSqlite(rpms)],
  ['rpm/database', 'var/lib/rpm/Packages.db', rpmNdb(rpms)],
  ['rpm/database', 'var/lib/rpm/Packages', rpmBdb(rpms)],
  ['rpm/database', 'usr/share/rpm/Packages', rpmBdb(rpms, 'BE')],
  [
    'rpm/database',
    'var/lib/rpmmanifest/container-manifest-2',
    'bash\t5.1\t1\tMicrosoft\t(none)\tx86_64\t0\tbash-5.1-1.src.rpm\n',
  ],
];

/** Files of images, at paths where their catalogers want them. */
export function installedSamples(): Sample[] {
  const { log } = logOfRpm();
  return [...installed, ['rpm/database', 'var/lib/rpm/rpmdb.sqlite-wal', log] as const].map(
    ([cataloger, path, content]) => ({ cataloger, path, content: Buffer.from(content as Buffer) }),
  );
}

/** Lock files and manifests of source trees. */
export function sourceSamples(): Sample[] {
  return lockSamples.map(({ cataloger, path, text }) => ({ cataloger, path, content: Buffer.from(text) }));
}

function logOfRpm(): { log: Buffer } {
  const { log } = rpmSqliteWithLog(rpms.slice(0, 2), rpms.slice(2));
  return { log };
}
