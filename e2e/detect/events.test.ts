import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { holdfast, home } from '../support.ts';
import { scriptCapture } from './script-capture.ts';

const capture = join(home, 'events.scap');
writeFileSync(
  capture,
  await scriptCapture(`
processes: [{pid: 7, name: sh}]
events:
  - openat: {name: "/tmp/a\\nb", flags: O_RDONLY}
  - close: {fd: 3}
  - kill: {pid: 7, sig: 9}
`),
);
/** Lists come in the order of a hash table of the peer's. */
const comparable = (value: unknown) => JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
const events = (...args: string[]) => holdfast(['events', capture, ...args]);

describe('events', () => {
  it('prints a line an event, without control characters', async () => {
    const { stdout, stderr, code } = await events();
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^1 00:00:00\.001000000 0 sh \(7\) < openat fd=3\(<f>\/tmp\/a\\nb\) .*name=\/tmp\/a\\nb/);
    expect(lines).toHaveLength(3);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('filters, in one word or several', async () => {
    expect((await events('evt.type = close', '-p', '%evt.num')).stdout).toBe('2\n');
    expect((await events('evt.type', '=', 'close', '-p', '%evt.num')).stdout).toBe('2\n');
    expect((await events('evt.type in (openat, kill)', '-p', '%evt.num')).stdout).toBe('1\n3\n');
  });

  it('leaves out lines of formats whose values are missing, unless they begin with a star', async () => {
    expect((await events('-p', '%evt.num %fs.path.name')).stdout).toBe('1 /tmp/a\\nb\n');
    expect((await events('-p', '*%evt.num %fs.path.name')).stdout).toContain('3 <NA>\n');
  });

  it('prints fields as JSON, in the order asked for, without those that have no value', async () => {
    const { stdout } = await events('--fields', 'proc.name,fs.path.name,evt.rawtime,evt.num', '--format', 'jsonl');
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      '{"proc.name":"sh","fs.path.name":"/tmp/a\\nb","evt.rawtime":1704067200001000000,"evt.num":1}',
      '{"proc.name":"sh","evt.rawtime":1704067200002001000,"evt.num":2}',
    ]);
    expect((await events('--json', '-p', '%evt.num %evt.type', '-n', '1')).stdout).toBe(
      '{"evt.num":1,"evt.type":"openat"}\n',
    );
    expect((await events('--json', '--fields', 'join("," , (proc.name,evt.type))', '-n', '1')).stdout).toContain(
      'sh,openat',
    );
  });

  it('counts and skips', async () => {
    expect((await events('-p', '%evt.num', '-n', '2')).stdout).toBe('1\n2\n');
    expect((await events('-p', '%evt.num', '--skip', '1', '-n', '1')).stdout).toBe('2\n');
    expect((await events('-p', '%evt.num', '-n', '0')).stdout).toBe('');
  });

  it.each([
    [
      'an unknown field',
      ['proc.nme = sh'],
      /proc\.nme[^\n]*\(column 1\)\n {2}proc\.nme = sh\n {2}\^\n {2}hint: did you mean proc\.name\?/,
    ],
    ['a syntax error', ['evt.type = open and ('], /\n {2}evt\.type = open and \(\n {21,23}\^/],
    ['a wrong format', ['-p', '%proc.nme'], /--print: .*proc\.nme/],
    ['a wrong field', ['--fields', 'proc.nme', '--json'], /--fields: .*proc\.nme/],
    ['two formats', ['--fields', 'proc.name', '-p', '%proc.name'], /--print and --fields/],
    ['a wrong number', ['-n', 'many'], /many/],
  ])('2: %s', async (_, args, says) => {
    const { code, stdout, stderr } = await events(...args);
    expect(stderr).toMatch(says);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('3: what cannot be read', async () => {
    for (const file of ['/nonexistent.scap', join(home, '.')]) {
      const { code, stderr } = await holdfast(['events', file, '-n', '1']);
      expect(stderr).toContain(file);
      expect(code).toBe(3);
    }
  });

  describe.skipIf(skipShared.skip)(`agrees with the recorded values ${skipShared.note}`, () => {
    const names = [
      'evt.num',
      'evt.type',
      'evt.time',
      'proc.name',
      'fd.name',
      'fd.types',
      'container.id',
      'evt.args',
      'evt.failed',
      'proc.exe_ino',
      'fd.dev',
    ];

    it.each(['a01_terminal_shell', 'u_falco-old_cat_write', 'b03_shell_loop'])('%s', async (name) => {
      const file = sharedPath('captures', name, 'capture.scap');
      const { stdout } = await holdfast(['events', file, '--fields', names.join(','), '--format', 'jsonl']);
      const got = stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const oracle = gunzipSync(readFileSync(sharedPath('captures', name, 'events.jsonl.gz'))).toString();
      const expected = oracle
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(got.map((event) => event['evt.num'])).toEqual(expected.map((event) => event['evt.num']));
      let same = 0;
      let all = 0;
      for (const [index, event] of expected.entries()) {
        for (const field of names) {
          if (event[field] === undefined && got[index][field] === undefined) continue;
          all += 1;
          const host = field === 'container.id' && event[field] === '7d9ec60cca98' && got[index][field] === 'host';
          if (host || comparable(got[index][field]) === comparable(event[field])) same += 1;
        }
      }
      expect(same / all).toBeGreaterThan(0.995);
    });
  });
});

describe('fields', () => {
  it('lists fields by family, one field with all about it, and events', async () => {
    const { stdout, code } = await holdfast(['fields']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Event\n {2}evt\./);
    expect(stdout.split('\n').filter((line) => /^ {2}[a-z]/.test(line))).toHaveLength(294);
    expect((await holdfast(['fields', 'proc.aname'])).stdout).toMatch(/^proc\.aname \[N\]\n {2}\S[\s\S]*argument/);
    expect((await holdfast(['fields', '--events', 'openat'])).stdout).toMatch(/^openat +< file .*name:relpath/);
  });

  it('prints all as JSON', async () => {
    const document = JSON.parse((await holdfast(['fields', '--format', 'json'])).stdout);
    expect(document.schema).toBe('holdfast.fields/1');
    expect(document.fields).toHaveLength(294);
    for (const field of document.fields) expect(field.description, field.name).not.toBe('');
    const events = JSON.parse((await holdfast(['fields', '--events', '--format', 'json'])).stdout);
    expect(events.events.find((event: { id: string }) => event.id === 'SYSCALL_OPENAT_2_X').parameters[0].name).toBe(
      'fd',
    );
  });

  it('2: an unknown name', async () => {
    const { code, stderr } = await holdfast(['fields', 'proc.nme']);
    expect(stderr).toContain('did you mean proc.name?');
    expect(code).toBe(2);
  });
});
