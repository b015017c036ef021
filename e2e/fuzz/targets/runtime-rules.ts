import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fields } from '#runtime/rules/fields/index.ts';
import { conditionText } from '#runtime/rules/language/condition-text.ts';
import { loadRules } from '#runtime/rules/loader/load-rules.ts';
import type { RuleSet } from '#runtime/rules/loader/rule-set.ts';
import { selectRules } from '#runtime/rules/loader/select-rules.ts';
import { alertJson } from '#runtime/rules/output/alert.ts';
import { Detector } from '#runtime/rules/replay/detector.ts';
import { mutateText, nastyTokens } from '#testing/fuzz.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { scriptedCaptures } from '../detect/capture-seeds.ts';
import { below, type FuzzTarget, pick, promise, type Random } from '../target.ts';

/** Stands between the files of one input. */
const fileMark = '\n#--- next file\n';

const seedFile = `- required_engine_version: 0.31.0
- required_plugin_versions: [{name: container, version: 0.4.0}]
- list: shells
  items: [sh, "bash", 'c sh', more]
- list: more
  items: [a, b]
- macro: open_read
  condition: (evt.type in (open, openat) and fd.num >= 0)
- macro: shell
  condition: proc.name in (shells) and open_read
- rule: Read x
  desc: >
    Long text
  condition: open_read and (shell or not fd.name startswith /etc)
  output: "a %proc.name %evt.type %proc.aname[2] %toupper(fd.name)"
  priority: WARNING
  tags: [a, b]
  exceptions:
    - name: e
      fields: [proc.name, fd.name]
      comps: [=, startswith]
      values: [[x, /etc], [y, z]]
    - {name: f, fields: proc.name, comps: in, values: [q, shells]}
- rule: Read x
  condition: and proc.name != z
  exceptions: [{name: e, values: [[c, d]]}]
  override: {condition: append, exceptions: append}
- &r
  rule: Other
  desc: d
  condition: evt.type = execve and tolower(proc.name) = val(proc.pname) and proc.cmdline regex ".*x{1,9}$"
  output: o %container.name
  priority: info
  enabled: true
  warn_evttypes: false
  skip-if-unknown-filter: true
- *r
- rule: Counted
  desc: d
  condition: evt.type = openat
  output: "%fd.name"
  priority: NOTICE
  holdfast: {count: {over: 5, within: 10s, by: [container.id], distinct: fd.name}}
- rule: Followed
  desc: d
  condition: evt.type = execve
  output: "%fd.name"
  priority: NOTICE
  holdfast: {sequence: {followed_by: [open_read, shell], within: 60s, by: process-tree}}
- rule: New
  desc: d
  condition: evt.type = execve
  output: "%proc.exepath"
  priority: NOTICE
  holdfast: {first_seen: {of: [proc.exepath], by: [container.image.repository], learn: 10m}}
`;

const names = [...fields.keys()];
const values = [
  ...nastyTokens.map((token) => token.slice(0, 300)),
  ...[
    'append',
    'replace',
    '[]',
    '{}',
    '~',
    'null',
    'true',
    '-1',
    '1e400',
    '0x10',
    '!!binary aGk=',
    '!!str x',
    '*r',
    '&r x',
    '|',
    '>-',
  ],
  ...[
    '[[[[a]]]]',
    '{a: {b: c}}',
    '"\\u0000"',
    '"\\ud800"',
    "''",
    '[sh, [sh]]',
    '{condition: append}',
    '{items: append}',
    '9999999999999999999s',
  ],
  ...[
    '(',
    '((((',
    'proc.name',
    'not',
    'evt.type = x and',
    'val(proc.name)',
    'fd.name pmatch (/*/*/*)',
    'proc.name regex "(a*)*$"',
  ],
  ...[
    'proc.name in (shells)',
    'shell',
    'open_read and not shell',
    '"%"',
    '"%proc.name[" ',
    '"%9999proc.name"',
    '%%',
    'DEBUG',
    'emerg',
    '0.999.0',
  ],
  ...['k8s_audit', 'syscall', '0s', '1000000d', 'process-tree', 'container', '[]', '{count: {over: 1, within: 1s}}'],
];

export const runtimeRuleTargets: readonly FuzzTarget[] = [
  {
    id: 'runtime/rules',
    weight: 3,
    seeds: ruleSeeds,
    make: (seed, random) => (random() < 0.7 ? mutateValues(seed, random) : mutateText(seed, random)),
    run: load,
  },
];

async function load(input: Buffer, random: Random): Promise<unknown> {
  const texts = input.toString('utf8').split(fileMark);
  const files = texts.map((content, index) => ({ name: `${index}.yaml`, content }));
  const set = await loadRules(files, { allErrors: random() < 0.5 });
  checkFaults(set, texts);
  for (const rule of set.rules) conditionText(rule.condition);
  let alerts = 0;
  if (set.ok && random() < 0.5) {
    const rules = selectRules(set.rules, { steps: [{ action: 'enable', rule: '*' }] });
    const detector = Detector.of(rules, {
      match: random() < 0.5 ? 'all' : 'first',
      appendOutput: [{ suggestedOutput: true }],
    });
    promise(detector.ok, `rules that load do not run: ${detector.ok ? '' : detector.issue.message}`);
    if (detector.ok) {
      captures ??= scriptedCaptures();
      for (const capture of await captures) {
        const outcome = await detector.value.run(one(capture), 'fuzz.scap', (alert) => {
          alerts += 1;
          JSON.parse(alertJson(alert));
        });
        promise(outcome.ok && outcome.value.complete, 'the capture was not read');
      }
    }
  }
  return {
    ok: set.ok,
    rules: set.rules.length,
    faults: [...set.errors, ...set.warnings].map(({ code, message }) => [code, message]),
    alerts,
  };
}

let captures: Promise<Buffer[]> | undefined;

/** Every fault names a line and column of its file that are there, and shows the line. */
function checkFaults(set: RuleSet, texts: readonly string[]): void {
  promise(set.ok === (set.errors.length === 0), 'ok, and there are errors, or not, and there are none');
  for (const { code, message, place, snippet } of [...set.errors, ...set.warnings]) {
    const text = texts[Number.parseInt(place.file, 10)];
    const line = text?.replace(/^\ufeff/, '').split('\n')[place.line - 1];
    promise(line !== undefined, `${code} names line ${place.line} of ${place.file}`);
    promise(
      place.column >= 1 && place.column <= line!.length + 1,
      `${code} names column ${place.column} of line ${place.line}: ${message}`,
    );
    promise(message !== '' && /\^$/.test(snippet), `${code} without message or snippet`);
  }
}

/** Damages what stands after keys, between commas and in conditions, and leaves the form whole. */
function mutateValues(seed: Buffer, random: Random): Buffer {
  let text = seed.toString('utf8');
  for (let edits = 1 + below(4, random); edits > 0; edits -= 1) {
    const place = below(text.length + 1, random);
    const value = random() < 0.3 ? pick(names, random) : pick(values, random);
    const before = text.slice(0, place);
    const after = text.slice(place);
    switch (below(6, random)) {
      case 0:
        text = before + after.replace(/: [^\n]*/, () => `: ${value}`);
        break;
      case 1:
        text = before + after.replace(/[\w./-]+/, () => value);
        break;
      case 2:
        text = before + after.replace(/[a-z]+\.[a-z.]+/, () => pick(names, random));
        break;
      case 3:
        text =
          before + after.replace(/ (=|!=|in|startswith|contains|>=|and|or|not) /, () => ` ${pick(operators, random)} `);
        break;
      case 4:
        text = before + after.replace(/^( *)(- )?(\w+):.*$/m, (line) => `${line}\n${line}`);
        break;
      default:
        text =
          before +
          after.replace(/"[^"\n]*"|\([^()\n]*\)|\[[^[\]\n]*\]/, (found) => `${found[0]}${value}${found.at(-1)}`);
    }
  }
  return Buffer.from(text);
}

const operators = [
  ...[
    '=',
    '==',
    '!=',
    '<',
    '>=',
    'in',
    'intersects',
    'pmatch',
    'exists',
    'contains',
    'icontains',
    'bcontains',
    'startswith',
    'bstartswith',
  ],
  ...[
    'endswith',
    'glob',
    'iglob',
    'regex',
    'and',
    'or',
    'not',
    'and not',
    'startswith oneof',
    'contains anyof',
    '= allof',
    ',',
  ],
];

/** A file of everything, and pieces of the rules that ship and of upstream's, with the words that they need. */
function ruleSeeds(): Buffer[] {
  const seeds = [
    seedFile,
    `${seedFile}${fileMark}- rule: Read x\n  priority: DEBUG\n  override: {priority: replace}\n`,
  ];
  const folder = join(import.meta.dirname, '../../../content/rules');
  const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.test.yaml'));
  const pieces = shipped.sort().flatMap((name) => itemsOf(readFileSync(join(folder, name), 'utf8')));
  const upstream = skipShared.skip ? [] : itemsOf(readFileSync(sharedPath('falco-rules/falco_rules.yaml'), 'utf8'));
  for (const items of [pieces, upstream])
    for (let at = 0; at < items.length; at += 12) seeds.push(items.slice(at, at + 12).join(''));
  return seeds.map((text) => Buffer.from(text));
}

function itemsOf(text: string): string[] {
  return text.split(/^(?=- )/m).filter((item) => item.startsWith('- ') && item.length < 3_000);
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
