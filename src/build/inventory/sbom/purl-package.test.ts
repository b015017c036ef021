import { describe, expect, it } from 'vitest';
import { packageOfPurl } from './purl-package.ts';

describe('a package from its purl alone', () => {
  it.each([
    ['pkg:npm/%40babel/traverse@7.22.0', 'npm', '@babel/traverse', '7.22.0'],
    ['pkg:maven/org.apache/log4j@1', 'maven', 'org.apache:log4j', '1'],
    ['pkg:golang/golang.org/x/net@v0.7.0', 'golang', 'golang.org/x/net', 'v0.7.0'],
    ['pkg:composer/symfony/http-kernel@5', 'composer', 'symfony/http-kernel', '5'],
    ['pkg:pypi/Foo_Bar.baz@1', 'pypi', 'foo-bar-baz', '1'],
    ['pkg:deb/debian/bsdutils@1:2.38-5?arch=amd64', 'deb', 'bsdutils', '1:2.38-5'],
    ['pkg:deb/ubuntu/libcrypt1@4.4.27-1?epoch=1', 'deb', 'libcrypt1', '1:4.4.27-1'],
    ['pkg:rpm/redhat/bash@5.1-1?epoch=0', 'rpm', 'bash', '5.1-1'],
    ['pkg:rpm/redhat/openssl@3.0.1-41?epoch=1', 'rpm', 'openssl', '1:3.0.1-41'],
    ['pkg:k8s/kubelet@1.27', 'generic', 'kubelet', '1.27'],
    ['pkg:generic/acme/tool@1', 'generic', 'tool', '1'],
  ])('%s', (purl, type, name, version) => {
    expect(packageOfPurl(purl)).toMatchObject({ type, name, version });
  });

  it.each([
    ['pkg:deb/debian/libssl3@3.0.11-1?upstream=openssl', 'openssl', '3.0.11-1'],
    ['pkg:deb/debian/bash@5.2.15-2%2Bb13', 'bash', '5.2.15-2'],
    ['pkg:deb/debian/bsdutils@1:2.38-5?upstream=util-linux%402.38-5', 'util-linux', '2.38-5'],
    ['pkg:apk/alpine/libcrypto3@3.1-r0?upstream=openssl', 'openssl', '3.1-r0'],
    [
      'pkg:rpm/rocky/openssl-libs@3.0.1-41.el9?epoch=1&upstream=openssl-3.0.1-41.el9.src.rpm',
      'openssl',
      '1:3.0.1-41.el9',
    ],
    ['pkg:rpm/rocky/x@1-1?upstream=odd.src.rpm', 'odd', '1-1'],
  ])('%s: source', (purl, name, version) => {
    expect(packageOfPurl(purl)?.source).toEqual({ name, version });
  });

  it('is nothing for what is no purl', () => {
    for (const text of ['', 'npm/x', 'pkg:', 'pkg:npm', 'pkg:npm/%E0%A4%A@1', '\ud800'])
      expect(packageOfPurl(text)).toBeUndefined();
  });
});
