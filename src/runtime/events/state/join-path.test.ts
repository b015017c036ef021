import { describe, expect, it } from 'vitest';
import { joinPath } from './join-path.ts';

describe('joinPath', () => {
  it.each([
    ['/root/', '', ''],
    ['/root/', '/', '/'],
    ['/root/', 'a', '/root/a'],
    ['/root/', '/a/', '/a'],
    ['/root/', './a/./b', '/root/a/b'],
    ['/root/', '../a', '/a'],
    ['/root/', '../../../a', '/a'],
    ['/root/', '..', '/'],
    ['/', '..', '/'],
    ['/root/', 'a//b/../c/', '/root/a/c'],
    ['', 'foo/../a', 'a'],
    ['', '../a', 'a'],
    ['', '/foo/../../a', '/a'],
    ['/root/', '...', '/root/...'],
    ['/root/', '..a/.b', '/root/..a/.b'],
    ['/root/', '.', '/root'],
    ['<UNKNOWN>', 'a', '<UNKNOWN>a'],
    ['/root/', '/a/..', '/'],
  ])('%j + %j = %j', (directory, path, joined) => {
    expect(joinPath(directory, path)).toBe(joined);
  });
});
