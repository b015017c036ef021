// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells and Dockerfiles are the subject
import { describe, expect, it } from 'vitest';
import { randomFrom } from '#testing/fuzz.ts';
import { parseShell } from './parse-shell.ts';

const programs = (text: string) => parseShell(text).map(({ program, args }) => [program, ...args].join(' '));

describe('parseShell', () => {
  it.each([
    ['apt-get update && apt-get install -y curl', ['apt-get update', 'apt-get install -y curl']],
    ['a; b || c & d\ne', ['a', 'b', 'c', 'd', 'e']],
    [`echo 'a b' "c d" e\\ f`, ['echo a b c d e f']],
    ['curl -o x https://a/b?c=d#e # a comment', ['curl -o x https://a/b?c=d#e']],
    ['A=1 B="2 3" /usr/bin/make all', ['make all']],
    ['sudo -E -u bob env X=1 nice -n 5 curl x', ['curl x']],
    ['timeout -s KILL 30 curl x', ['curl x']],
    ['if [ -f x ]; then rm x; else true; fi', ['[ -f x ]', 'rm x', 'true']],
    ['for f in a b; do rm $f; done', ['rm $f']],
    ['echo a > /tmp/x 2>&1 < in', ['echo a']],
    ['(cd /tmp && make)', ['cd /tmp', 'make']],
    ["bash -c 'apt-get update; true'", ['bash -c apt-get update; true', 'apt-get update', 'true']],
    ['echo $(date) `id` ${X:-y}', ['date', 'id', 'echo $(date) `id` ${X:-y}']],
    ['echo $((1 + 2))', ['echo $((1 + 2))']],
    ['cat <<EOF > /x\nsudo rm\nEOF\nls', ['cat', 'ls']],
    ['', []],
    [`echo "unterminated`, ['echo unterminated']],
  ])('%s', (text, expected) => {
    expect(programs(text)).toEqual(expected);
  });

  it('follows pipes and substitutions', () => {
    const [curl, tee, sh] = parseShell('curl x | tee y | sh -s');
    expect([curl?.pipesTo, tee?.pipesTo, sh?.pipesTo]).toEqual([1, 2, undefined]);
    expect(parseShell('sh -c "$(curl x)"')[0]).toMatchObject({ program: 'curl', feeds: 1 });
    expect(parseShell('curl x | \\\n  bash')[0]).toMatchObject({ pipesTo: 1 });
    expect(parseShell('a || b')[0]?.pipesTo).toBeUndefined();
  });

  it('knows assignments and sudo', () => {
    expect(parseShell('export A=1 B=2; C=3 make')).toMatchObject([
      {
        assignments: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      { program: 'make', assignments: [{ name: 'C', value: '3' }] },
    ]);
    expect(parseShell("sudo sh -c 'rm x'")).toMatchObject([{ sudo: true }, { program: 'rm', sudo: true }]);
  });

  it('ends on any input', () => {
    const random = randomFrom(3);
    const pieces = [
      '"',
      "'",
      '`',
      '$(',
      ')',
      '<(',
      '<<',
      'EOF',
      '\n',
      '\\',
      '|',
      '&&',
      ';',
      'sh -c ',
      'sudo ',
      'a',
      ' ',
      '#',
      '${',
      '}',
      '>',
      '(',
    ];
    const started = performance.now();
    for (let round = 0; round < 5000; round++) {
      let text = '';
      for (let i = 0; i < 30; i++) text += pieces[Math.floor(random() * pieces.length)];
      parseShell(text);
    }
    for (const piece of ['$(', '`', '"$(', 'sh -c "', '<<A\n', '(', '| ']) parseShell(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(6000);
  });
});
