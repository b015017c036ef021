import { describe, expect, test } from 'vitest';
import { replayCapture } from '#runtime/events/capture/replay-capture.ts';
import { Host } from '#runtime/events/state/host.ts';
import { randomFrom } from '#testing/fuzz.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { compileFilter } from '../compile/compile-filter.ts';
import { fields } from '../fields/index.ts';
import { parseCondition } from '../language/parser.ts';
import { explain } from './explain.ts';

const checks = [
  'evt.type = openat',
  'evt.type != close',
  'evt.type in (execve, clone, read)',
  'evt.dir = <',
  'evt.num > 700',
  'evt.failed = true',
  'evt.rawres < 0',
  'evt.is_open_write = true',
  'evt.arg.flags contains O_RDONLY',
  'evt.rawarg.res >= 0',
  'evt.buflen > 10',
  'fd.name startswith /etc',
  'fd.name glob "*/lib*"',
  'fd.name pmatch (/usr, /proc)',
  'fd.num in (3, 4, 5)',
  'fd.typechar = f',
  'fd.port != 80',
  'fd.ip exists',
  'proc.name in (sh, bash, cat, ls, runc, dash, id)',
  'proc.name != val(proc.pname)',
  'proc.aname = containerd-shim',
  'proc.aname != sh',
  'proc.cmdline icontains SH',
  'proc.cmdline regex ".*(-c|ls).*"',
  'proc.pid > 1',
  'len(proc.name) >= 4',
  'basename(proc.exepath) = val(proc.name)',
  'container.id != host',
  'user.uid = 0',
  'proc.name startswith anyof (b, s)',
];

function randomCondition(random: () => number, depth: number): string {
  const pick = random();
  if (depth === 0 || pick < 0.3) return checks[Math.floor(random() * checks.length)]!;
  if (pick < 0.45) return `not (${randomCondition(random, depth - 1)})`;
  const parts = Array.from({ length: 2 + Math.floor(random() * 2) }, () => randomCondition(random, depth - 1));
  return `(${parts.join(pick < 0.72 ? ' and ' : ' or ')})`;
}

describe.skipIf(skipShared.skip)(`compiled and explained agree ${skipShared.note}`, () => {
  test.each(['a01_terminal_shell', 'b10_sockets'])('on random conditions: %s', async (capture) => {
    const random = randomFrom(7);
    const asked = Array.from({ length: 40 }, () => {
      const text = randomCondition(random, 4);
      const parsed = parseCondition(text);
      if (!parsed.ok) throw new Error(parsed.issue.message);
      const compiled = compileFilter(parsed.value, fields);
      if (!compiled.ok) throw new Error(compiled.issue.message);
      return { text, condition: parsed.value, filter: compiled.value };
    });
    const wrong: string[] = [];
    let answers = 0;
    await replayCapture(sharedPath('captures', capture, 'capture.scap'), new Host(), (event) => {
      if (event.number % 3 !== 0) return;
      for (const { text, condition, filter } of asked) {
        const explained = explain(condition, fields, event);
        const compiled = filter.matches(event);
        const indexed = filter.eventTypes[event.type] === 1;
        answers += 1;
        if (!explained.ok || explained.value.result !== compiled || (compiled && !indexed))
          wrong.push(`event ${event.number}: ${text}`);
      }
    });
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(answers).toBeGreaterThan(5_000);
  });
});
