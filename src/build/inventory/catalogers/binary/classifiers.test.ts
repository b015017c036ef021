import { describe, expect, it } from 'vitest';
import { memorySource } from '#core/byte-source.ts';
import { elfOf, machOOf, peOf } from '../../../../testing/executable-writer.ts';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { binaryClassifiers } from './classifiers.ts';
import { findVersion, searchLimits } from './search.ts';
import { knownPrograms } from './table.ts';

const program = (text: string) =>
  elfOf({ '.text': Buffer.alloc(64, 0x90), '.rodata': Buffer.from(`\0${text}\0`, 'latin1') });
const found = (path: string, content: Buffer | string) =>
  readOne(binaryClassifiers, path, content)?.packages?.map(({ name, version }) => `${name}@${version}`);

/** The text as it stands in the program, from its source or a build of it. */
const programs: [path: string, text: string, expected: string][] = [
  ['bin/bash', '@(#)Bash version 5.2.15(1) release GNU', 'bash@5.2.15'],
  ['bin/busybox', 'BusyBox v1.36.1 (2023-11-07)', 'busybox@1.36.1'],
  ['usr/local/bin/consul', 'CONSUL_VERSION: 1.15.2', 'consul@1.15.2'],
  ['usr/bin/curl', 'curl/8.4.0', 'curl@8.4.0'],
  ['usr/lib/libcurl.so.4.8.0', 'libcurl/8.4.0', 'curl@8.4.0'],
  ['usr/lib/dart/bin/dart', 'x\x002.19.6 (stable) (Tue Mar 28 13:41:04 2023)', 'dart@2.19.6'],
  ['usr/local/bin/envoy', '0123456789abcdef0123456789abcdef01234567/1.28.0/Clean/RELEASE/BoringSSL', 'envoy@1.28.0'],
  ['usr/bin/ffmpeg', 'FFmpeg version 5.1.9-0+deb12u1', 'ffmpeg@5.1.9'],
  ['usr/bin/git', '\xffgit/2.39.5', 'git@2.39.5'],
  ['usr/local/sbin/haproxy', 'HAProxy version 2.8.3-86e043a, released 2023/09/07', 'haproxy@2.8.3'],
  ['usr/local/sbin/haproxy', '2.8.3-86e043a', 'haproxy@2.8.3'],
  ['usr/local/apache2/bin/httpd', 'Apache/2.4.57', 'httpd@2.4.57'],
  ['usr/local/julia/lib/libjulia-internal.so.1.9', '__init__\x001.9.3\x00verify', 'julia@1.9.3'],
  ['usr/sbin/lighttpd', 'lighttpd/1.4.69', 'lighttpd@1.4.69'],
  ['usr/sbin/mariadbd', '10.11.5-MariaDB', 'mariadb@10.11.5'],
  ['usr/local/bin/memcached', 'memcached 1.6.21', 'memcached@1.6.21'],
  ['usr/sbin/mysqld', '/usr/src/build/mysql-8.0.34/sql/x.cc', 'mysql@8.0.34'],
  ['usr/sbin/nginx', 'nginx/1.25.3', 'nginx@1.25.3'],
  ['usr/local/bin/node', 'https://nodejs.org/node.js/v20.1.0', 'node@20.1.0'],
  [
    'opt/java/lib/server/libjvm.so',
    'OpenJDK 64-Bit Server VM (17.0.9+9) for linux-amd64 JRE (17.0.9+9), built on',
    'openjdk@17.0.9',
  ],
  ['usr/local/openresty/nginx/sbin/nginx', 'openresty/1.21.4.1', 'openresty@1.21.4.1'],
  ['usr/lib/libcrypto.so.3', 'OpenSSL 3.0.13 30 Jan 2024', 'openssl@3.0.13'],
  ['usr/lib/libcrypto.so.1.1', 'OpenSSL 1.1.1w  11 Sep 2023', 'openssl@1.1.1w'],
  ['usr/local/bin/perl5.38.0', '/usr/local/lib/perl5/site_perl/5.38.0', 'perl@5.38.0'],
  ['usr/local/bin/php', 'X-Powered-By: PHP/8.2.12', 'php@8.2.12'],
  ['usr/local/sbin/php-fpm', 'X-Powered-By: PHP/8.3.0RC6', 'php@8.3.0RC6'],
  [
    'usr/lib/postgresql/15/bin/postgres',
    'PostgreSQL 15.4 (Debian 15.4-2.pgdg120+1) on x86_64-pc-linux-gnu',
    'postgresql@15.4',
  ],
  ['usr/local/bin/python3.11', '3.11.7', 'python@3.11.7'],
  ['usr/local/lib/libpython3.12.so.1.0', '3.12.0rc1', 'python@3.12.0rc1'],
  ['usr/local/bin/python2.7', '2.7.18', 'python@2.7.18'],
  ['usr/local/bin/redis-server', `7.2.1buildhost-1694000000${'0'.repeat(9)}`, 'redis@7.2.1'],
  ['usr/local/bin/redis-server', 'A7.0.151790282056000000000', 'redis@7.0.15'],
  ['usr/local/lib/libruby.so.3.2.2', 'ruby 3.2.2 (2023-03-30 revision e51014f9c0) [x86_64-linux]', 'ruby@3.2.2'],
  ['usr/local/bin/rustc', 'rustc version 1.74.0 (79e9716c9 2023-11-13)', 'rust@1.74.0'],
  ['usr/local/bin/valkey-server', `8.0.1buildhost-1727000000${'0'.repeat(9)}`, 'valkey@8.0.1'],
  ['usr/sbin/varnishd', 'varnish-7.4.1 revision 01c1a8c', 'varnish@7.4.1'],
  ['usr/lib/libz.so.1.3', ' deflate 1.3 Copyright 1995-2023', 'zlib@1.3'],
];

const texts: [path: string, text: string, expected: string][] = [
  ['usr/local/go/VERSION', 'go1.21.5\ntime 2023-11-29T21:21:46Z\n', 'go@1.21.5'],
  ['opt/java/openjdk/release', 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_VERSION="17.0.9"\n', 'openjdk@17.0.9'],
  ['usr/lib/jvm/java-8/release', 'JAVA_VERSION="1.8.0_392"\n', 'openjdk@1.8.0_392'],
  ['usr/local/lib/erlang/releases/26/OTP_VERSION', '26.2.1\n', 'erlang@26.2.1'],
  ['usr/local/lib/elixir/lib/elixir/ebin/elixir.app', '{application,elixir,[{vsn,"1.15.7"}]}', 'elixir@1.15.7'],
  ['var/www/wp-includes/version.php', "<?php\n$wp_version = '6.4.1';\n", 'wordpress@6.4.1'],
];

describe('binary/classifiers', () => {
  it.each(programs)('%s with %j is %s', (path, text, expected) => {
    expect(found(path, program(text))).toEqual([expected]);
  });

  it.each(texts)('%s with %j is %s', (path, text, expected) => {
    expect(found(path, text)).toEqual([expected]);
  });

  it('has a test for every row of the table', () => {
    const tested = new Set([...programs, ...texts].map(([, , expected]) => expected.slice(0, expected.indexOf('@'))));
    expect(knownPrograms.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });

  it.each([
    ['usr/bin/python3-config', program('3.11.7')],
    ['usr/bin/python3.11', '#!/bin/sh\n\x003.11.7\0'],
    ['usr/bin/python3.11', program('3.10.2')],
    ['usr/bin/node', program('node.js')],
    ['usr/lib/libzip.so', program(' deflate 1.3 Copyright')],
    ['etc/release', 'VERSION="1"'],
    ['app/VERSION', '1.2.3'],
  ])('%s is none of them', (path, content) => {
    expect(found(path, content)).toBeUndefined();
  });

  it('is a generic package', () => {
    expect(readOne(binaryClassifiers, 'usr/local/bin/node', program('node.js/v20.1.0'))?.packages).toEqual([
      { type: 'generic', name: 'node', version: '20.1.0', purl: 'pkg:generic/node@20.1.0' },
    ]);
  });

  it('searches data sections of PE and Mach-O files', () => {
    const text = Buffer.from('\0node.js/v20.1.0\0');
    expect(found('node.exe', peOf({ '.rdata': text }))).toEqual(['node@20.1.0']);
    expect(found('usr/local/bin/node', machOOf({ __cstring: text }))).toEqual(['node@20.1.0']);
  });
});

describe('findVersion', () => {
  const clue = { near: 'v=', match: /v=(\d+)/ };

  it('finds a text that lies across two chunks', () => {
    for (const shift of [0, 1, 2, 3]) {
      const bytes = Buffer.alloc(searchLimits.chunkBytes * 2, 0x20);
      bytes.write('v=123;', searchLimits.chunkBytes - shift);
      expect(findVersion(memorySource(bytes), [clue])).toBe('123');
    }
  });

  it('prefers an earlier clue, wherever it lies', () => {
    const bytes = Buffer.concat([Buffer.from('weak=1;'), Buffer.alloc(searchLimits.chunkBytes), Buffer.from('v=2;')]);
    expect(findVersion(memorySource(bytes), [clue, { near: 'weak=', match: /weak=(\d+)/ }])).toBe('2');
  });

  it('gives up on a file made of near misses', () => {
    const start = performance.now();
    expect(findVersion(memorySource(Buffer.from('v=x'.repeat(3_000_000))), [clue])).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
