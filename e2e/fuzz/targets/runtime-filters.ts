import { readFileSync } from 'node:fs';
import { compileFilter } from '#runtime/rules/compile/compile-filter.ts';
import { explain } from '#runtime/rules/engine/explain.ts';
import { fields } from '#runtime/rules/fields/index.ts';
import type { Condition } from '#runtime/rules/language/ast.ts';
import { checkCondition } from '#runtime/rules/language/check-condition.ts';
import { conditionText } from '#runtime/rules/language/condition-text.ts';
import { conditionDepth, parseCondition } from '#runtime/rules/language/parser.ts';
import { mutateText, nastyTokens } from '#testing/fuzz.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { showScene } from '../detect/scene.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

const ownFilters = [
  'evt.type in (execve, openat) and proc.name = "some \\"proc\\"" and not fd.name startswith /etc',
  'join("-", (tolower(fd.name), fd.directory, 5)) = /tmp or getopt((proc.name, "-n"), "n:")[n] = val(proc.pname)',
  'proc.aname[2] != anyof (a, "b c", d) and fd.net in (10.0.0.0/8, 2001:db8::/32) and fd.port = https',
  'proc.cmdline regex "(a|b)*c[[:alpha:]]{2,5}$" or fd.name glob "/x/[!a-c]*" or fd.name pmatch (/a/*/b, /c)',
  'not(evt.num > 3)and(evt.arg.flags contains O_CREAT or evt.rawarg.res < -1)or evt.buffer bcontains 7f45',
  'proc.aname in (sh, nginx) or proc.apid = 1 or proc.args intersects (-c) or fd.types intersects (file, ipv4)',
  'len(proc.args) > 1 and toupper(proc.name) startswith oneof (S, B) and fd.name icontains ETC',
  'fd.ip != 1.2.3.4 and (fd.sport in (80, 443) or fd.cip = 203.0.113.9) and fd.l4proto = tcp',
  'evt.rawres < 0 or evt.failed = true or evt.rawtime.s > 1700000000 or evt.is_open_write = true',
  'container.id != host and k8s.ns.name exists and container.privileged = true and proc.env[A] = b',
  'b64(evt.buffer) = cm9vdDo= or basename(fd.name) in (shadow, passwd) or concat(proc.name, "-", fd.num) contains -3',
];
const words = [
  ...[
    '(',
    ')',
    '"',
    "'",
    '\\',
    ',',
    '=',
    ' ',
    '[',
    ']',
    ' not ',
    ' and ',
    ' or ',
    ' in ',
    'val(',
    ' oneof ',
    '\0',
    '\ud800',
    '{9}',
    '{1,999}',
  ],
  ...[
    '*',
    'exists',
    '0x',
    '\\x',
    '.',
    '-1',
    '1e9',
    '99999999999999999999',
    '1.5',
    '::1',
    '1.2.3.4/33',
    '(a*)*',
    '[z-a]',
    '[[:foo:]]',
    '(?i)x',
    '\\d',
  ],
  ...nastyTokens.map((token) => token.slice(0, 400)),
];
const operators = [
  ...[
    '=',
    '==',
    '!=',
    '<',
    '<=',
    '>',
    '>=',
    'in',
    'intersects',
    'pmatch',
    'exists',
    'contains',
    'icontains',
    'bcontains',
    'startswith',
  ],
  ...[
    'bstartswith',
    'endswith',
    'glob',
    'iglob',
    'regex',
    'startswith oneof',
    'contains anyof',
    'endswith allof',
    '= oneof',
  ],
];
const names = [...fields.values()].map(({ name, argument }) => (argument?.required ? `${name}[1]` : name));

export const runtimeFilterTargets: readonly FuzzTarget[] = [
  {
    id: 'runtime/filters',
    weight: 6,
    seeds: filterSeeds,
    make: (seed, random) => (random() < 0.65 ? mutateWords(seed, random) : mutateText(seed, random)),
    run: filter,
  },
];

async function filter(input: Buffer, random: Random): Promise<unknown> {
  const text = input.toString('utf8');
  const parsed = parseCondition(text);
  if (!parsed.ok) {
    checkPlace(text, parsed.issue.at);
    return { issue: parsed.issue.message };
  }
  const canonical = conditionText(parsed.value);
  const again = parseCondition(canonical, { maxDepth: conditionDepth.rule });
  promise(again.ok, 'the canonical text is none');
  const { errors, warnings, deprecations } = checkCondition(parsed.value, fields);
  for (const { at } of [...errors, ...warnings, ...deprecations]) checkPlace(text, at);
  if (errors.length > 0) return { issues: [...errors, ...warnings].map(({ message }) => message) };
  await evaluate(parsed.value, random() < 0.3);
  return { issues: warnings.map(({ message }) => message) };
}

/** The compiled condition, its opposite, and the one that is asked step by step, say the same. */
async function evaluate(condition: Condition, thoroughly: boolean): Promise<void> {
  const compiled = compileFilter(condition, fields);
  promise(compiled.ok, `passes the checks, and does not compile: ${compiled.ok ? '' : compiled.issue.message}`);
  const opposite = thoroughly ? compileFilter({ kind: 'not', child: condition, at: condition.at }, fields) : undefined;
  await showScene((event) => {
    if (!compiled.ok) return;
    const result = compiled.value.matches(event);
    if (result)
      promise(compiled.value.eventTypes[event.type] === 1, 'matches an event of a type that it says it never does');
    if (!opposite?.ok) return;
    promise(opposite.value.matches(event) !== result, `event ${event.number}: the opposite says ${result} too`);
    const explained = explain(condition, fields, event);
    promise(explained.ok && explained.value.result === result, `event ${event.number}: explained as ${!result}`);
  });
}

function checkPlace(
  text: string,
  at: { readonly offset: number; readonly line: number; readonly column: number },
): void {
  promise(at.offset >= 0 && at.offset <= text.length, `offset ${at.offset} of ${text.length} characters`);
  const line = text.split(/\r\n|\n|\r/)[at.line - 1];
  promise(
    line !== undefined && at.column >= 1 && at.column <= line.length + 1,
    `line ${at.line}, column ${at.column} is not there`,
  );
}

function mutateWords(seed: Buffer, random: Random): Buffer {
  let text = seed.toString('utf8');
  for (let edits = 1 + below(3, random); edits > 0; edits -= 1) {
    const at = below(text.length + 1, random);
    const before = text.slice(0, at);
    const after = text.slice(at);
    switch (below(6, random)) {
      case 0:
        text = before + after.replace(/[a-z]+\.[a-z_.]+(\[\w+\])?/, () => pick(names, random));
        break;
      case 1:
        text =
          before +
          after.replace(
            / (=|!=|in|startswith|contains|>=?|<|glob|regex|pmatch|exists) /,
            () => ` ${pick(operators, random)} `,
          );
        break;
      case 2:
        text = before + after.replace(/"[^"]*"|[\w./-]+/, () => pick(words, random));
        break;
      case 3:
        text =
          before +
          after.replace(
            /[a-z]+\.[a-z_.]+/,
            (name) => `${pick(['tolower', 'toupper', 'b64', 'basename', 'len', 'val', 'join'], random)}(${name})`,
          );
        break;
      case 4:
        text = `${pick(['not ', 'not not ', ''], random)}(${text}) ${pick(['and', 'or'], random)} ${pick(ownFilters, random)}`;
        break;
      default:
        text = before + pick(words, random) + after;
    }
  }
  return Buffer.from(text);
}

function filterSeeds(): Buffer[] {
  const recorded = skipShared.skip ? [] : readFileSync(sharedPath('captures/filters.txt'), 'utf8').trim().split('\n');
  return [...Array(6).fill(ownFilters).flat(), ...recorded].map((text: string) => Buffer.from(text));
}
