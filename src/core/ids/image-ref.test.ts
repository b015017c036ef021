import { describe, expect, it } from 'vitest';
import { formatImageRef, parseImageRef, splitImageRef } from './image-ref.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('parseImageRef', () => {
  it.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['org/app', 'docker.io/org/app:latest'],
    ['index.docker.io/org/app:1', 'docker.io/org/app:1'],
    ['ghcr.io/a/b/c:v1', 'ghcr.io/a/b/c:v1'],
    ['localhost/app', 'localhost/app:latest'],
    ['127.0.0.1:5000/app:1', '127.0.0.1:5000/app:1'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    [`app@${digest}`, `docker.io/library/app@${digest}`],
    [`r.example/app:1@${digest}`, `r.example/app:1@${digest}`],
    ['r.example/a__b--c.d_e/f', 'r.example/a__b--c.d_e/f:latest'],
  ])('%s is %s', (text, full) => {
    const ref = parseImageRef(text);
    expect(ref.ok && formatImageRef(ref.value)).toBe(full);
  });

  it.each([
    '',
    'App',
    'a//b',
    'a:',
    'a:b:c/d',
    'app@sha256:abc',
    '-a',
    'a_',
    'a/../b',
    `a:${'t'.repeat(129)}`,
    'a'.repeat(300),
    'a b',
    'http://x/y',
  ])('refuses %j', (text) => {
    expect(parseImageRef(text)).toMatchObject({ ok: false, issue: { code: 'image-ref/invalid' } });
  });
});

describe('splitImageRef', () => {
  it.each([
    ['nginx', 'docker.io', 'library/nginx', '', ''],
    ['nginx:1.27', 'docker.io', 'library/nginx', '1.27', ''],
    ['acme/app', 'docker.io', 'acme/app', '', ''],
    ['ghcr.io/acme/app:1@sha256:ab', 'ghcr.io', 'acme/app', '1', 'sha256:ab'],
    ['localhost/app', 'localhost', 'app', '', ''],
    ['reg:5000/app', 'reg:5000', 'app', '', ''],
    ['docker:24', 'docker.io', 'library/docker', '24', ''],
    ['index.docker.io/a/b', 'docker.io', 'a/b', '', ''],
    ['', 'docker.io', '', '', ''],
  ])('%s', (reference, registry, repository, tag, digest) => {
    expect(splitImageRef(reference)).toEqual({
      registry,
      repository,
      ...(tag ? { tag } : {}),
      ...(digest ? { digest } : {}),
    });
  });
});
