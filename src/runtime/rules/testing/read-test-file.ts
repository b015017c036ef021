import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { readYaml } from '../loader/yaml/read-yaml.ts';
import { isNull, type YamlNode } from '../loader/yaml/yaml-node.ts';
import { parsePriority } from '../output/priority.ts';
import { NodeReader } from './node-reader.ts';
import { type BuiltScript, buildScriptOf, scriptKeys } from './script/build-script.ts';
import type { ExpectedAlert, RuleTest, RuleTestFile } from './test-file.ts';

const fileKeys = ['rules', 'setup', 'tests'];
const testKeys = [
  'rule',
  'name',
  'capture',
  'script',
  'events',
  'fires',
  'match',
  'enable',
  'disable',
  'alerts',
  'silent',
];
const alertKeys = ['rule', 'times', 'event', 'step', 'priority', 'output', 'fields'];
const setupKeys = scriptKeys.filter((key) => key !== 'events');
/** Characters of the message that tells all that is wrong with a file. */
const maxMessage = 1_900;
const maxEvent = Number.MAX_SAFE_INTEGER;

/** Reads a test file; its scripts become captures. Issues have `file:line:column`. */
export async function readTestFile(file: string, content: string): Promise<Outcome<RuleTestFile>> {
  const documents = await readYaml(content);
  const reader = new NodeReader(file, content);
  if ('error' in documents) {
    const { offset, message } = documents.error;
    const where = reader.place(offset);
    return failed(errorIssue('rule-test/not-yaml', message, { where }));
  }
  const [document, second] = documents.documents;
  if (document === undefined || second !== undefined)
    return failed(errorIssue('rule-test/invalid', 'a test file is one YAML document', { where: file }));
  const values = reader.mapping(document, 'a test file', fileKeys);
  const rules = reader.texts(values?.get('rules'), 'rules') ?? [];
  if (values !== undefined && rules.length === 0)
    reader.fail(document, 'a test file names its rules', 'rules: [my-rules.yaml]');
  const setup = values?.get('setup');
  const host = (setup && reader.mapping(setup, 'setup', setupKeys)) ?? new Map<string, YamlNode>();
  const tests = reader.list(values?.get('tests')).flatMap((node) => readTest(node, host, reader) ?? []);
  if (values !== undefined && tests.length === 0 && reader.issues.length === 0)
    reader.fail(document, 'a test file has tests');
  const [issue] = reader.issues;
  if (issue !== undefined)
    return failed(reader.issues.length === 1 ? issue : { ...issue, message: withMore(issue.message, reader) });
  return ok({ file, rules, tests });
}

function withMore(message: string, { issues }: NodeReader): string {
  let text = message.length > maxMessage ? `${message.slice(0, maxMessage)}…` : message;
  for (const [index, issue] of issues.slice(1).entries()) {
    const line = `\n${issue.where}: ${issue.message}`;
    if (text.length + line.length > maxMessage) return `${text}\n… and ${issues.length - 1 - index} more`;
    text += line;
  }
  return text;
}

function readTest(node: YamlNode, setup: Values, reader: NodeReader): RuleTest | undefined {
  const values = reader.mapping(node, 'a test', testKeys);
  if (values === undefined) return undefined;
  const capture = readCapture(node, values, setup, reader);
  const match = reader.text(values.get('match'), 'match') ?? 'all';
  if (match !== 'all' && match !== 'first') reader.fail(values.get('match')!, 'match must be all or first');
  const script = typeof capture === 'object' ? capture : undefined;
  const rule = reader.text(values.get('rule'), 'rule');
  const fires = readFires(node, rule, values.get('fires'), script, reader);
  const silent = rule !== undefined && !values.has('silent') ? 'all' : readSilent(values.get('silent'), reader);
  const alerts = [...fires, ...readAlerts(values.get('alerts'), script, reader)];
  if (alerts.length === 0 && silent !== 'all' && silent.length === 0)
    reader.fail(node, 'a test expects alerts or silence', 'add alerts: [{rule: NAME}], or silent: true');
  const name = reader.text(values.get('name'), 'name');
  return {
    name: rule === undefined ? (name ?? reader.where(node)) : name === undefined ? rule : `${rule}: ${name}`,
    where: reader.where(node),
    about: rule,
    capture: capture ?? '',
    match: match === 'first' ? 'first' : 'all',
    enable: reader.texts(values.get('enable'), 'enable') ?? [],
    disable: reader.texts(values.get('disable'), 'disable') ?? [],
    alerts,
    silent,
  };
}

type Values = ReadonlyMap<string, YamlNode>;

function readCapture(
  node: YamlNode,
  values: Values,
  setup: Values,
  reader: NodeReader,
): string | BuiltScript | undefined {
  const given = ['capture', 'script', 'events'].filter((key) => values.has(key));
  if (given.length !== 1)
    return reader.fail(node, 'a test has one of capture, script and events', 'capture: recorded.scap');
  if (values.has('capture')) return reader.text(values.get('capture'), 'capture');
  const script = values.get('script');
  const own = script === undefined ? values : reader.mapping(script, 'a script', scriptKeys);
  if (own === undefined) return undefined;
  return buildScriptOf(new Map([...setup, ...[...own].filter(([key]) => scriptKeys.includes(key))]), node, reader);
}

/** What `rule` and `fires` say: exactly one alert of the rule at each step that is named, `once` wherever, or `never`. */
function readFires(
  test: YamlNode,
  rule: string | undefined,
  node: YamlNode | undefined,
  script: BuiltScript | undefined,
  reader: NodeReader,
): ExpectedAlert[] {
  if (rule === undefined) {
    if (node !== undefined) reader.fail(node, 'fires is about the rule that `rule` names', 'rule: NAME');
    return [];
  }
  if (node === undefined) {
    reader.fail(
      test,
      'a test of a rule says when it fires',
      'fires: 1 (the step), fires: [1, 2], fires: once, or fires: never',
    );
    return [];
  }
  if (node.kind === 'scalar' && node.text === 'never')
    return [{ ...anyAlert, where: reader.where(test), rule, times: 0 }];
  if (node.kind === 'scalar' && node.text === 'once')
    return [{ ...anyAlert, where: reader.where(node), rule, times: 1 }];
  return atSteps(rule, node, script, reader);
}

function atSteps(rule: string, node: YamlNode, script: BuiltScript | undefined, reader: NodeReader): ExpectedAlert[] {
  const where = reader.where(node);
  return reader.list(node).flatMap((item) => {
    const event =
      script === undefined ? reader.integer(item, 'an event', 1, maxEvent) : stepEvent(item, script, reader);
    return event === undefined ? [] : { ...anyAlert, where, rule, event, times: 1 };
  });
}

/** A list of alerts, or the step (of a capture: the event) of each rule. */
function readAlerts(
  node: YamlNode | undefined,
  script: BuiltScript | undefined,
  reader: NodeReader,
): readonly ExpectedAlert[] {
  if (node?.kind === 'mapping' && !node.keys.some((key) => alertKeys.includes(key.text)))
    return [...(reader.mapping(node, 'alerts') ?? [])].flatMap(([rule, steps]) => atSteps(rule, steps, script, reader));
  return reader.list(node).flatMap((item) => readAlert(item, script, reader) ?? []);
}

/** `true` is all, a text or a list are globs. */
function readSilent(node: YamlNode | undefined, reader: NodeReader): RuleTest['silent'] {
  if (node === undefined) return [];
  if (node.kind === 'scalar' && node.style === 'plain' && node.text === 'true') return 'all';
  if (node.kind === 'scalar' && node.style === 'plain' && node.text === 'false') return [];
  return reader.texts(node, 'silent') ?? [];
}

function readAlert(node: YamlNode, script: BuiltScript | undefined, reader: NodeReader): ExpectedAlert | undefined {
  if (node.kind === 'scalar' && !isNull(node)) return { ...anyAlert, where: reader.where(node), rule: node.text };
  const values = reader.mapping(node, 'an alert', alertKeys);
  if (values === undefined) return undefined;
  const rule = reader.text(values.get('rule'), 'rule');
  if (rule === undefined) return reader.fail(node, 'an alert names its rule', 'rule: NAME');
  const priority = reader.text(values.get('priority'), 'priority');
  if (priority !== undefined && parsePriority(priority) === undefined)
    reader.fail(
      values.get('priority')!,
      'no such priority',
      'priorities: emergency, alert, critical, error, warning, notice, informational, debug',
    );
  return {
    where: reader.where(node),
    rule,
    times: reader.integer(values.get('times'), 'times', 0, maxEvent),
    event: reader.integer(values.get('event'), 'event', 1, maxEvent) ?? stepEvent(values.get('step'), script, reader),
    priority,
    output: reader.text(values.get('output'), 'output'),
    fields: readFields(values.get('fields'), reader),
  };
}

const anyAlert = { times: undefined, event: undefined, priority: undefined, output: undefined, fields: new Map() };

function stepEvent(
  node: YamlNode | undefined,
  script: BuiltScript | undefined,
  reader: NodeReader,
): number | undefined {
  if (node === undefined) return undefined;
  if (script === undefined)
    return reader.fail(node, 'only scripts have steps', 'event: NUMBER is the number of the event');
  const step = reader.integer(node, 'step', 1, Math.max(1, script.stepEvents.length));
  return step === undefined ? undefined : script.stepEvents[step - 1];
}

function readFields(node: YamlNode | undefined, reader: NodeReader): ReadonlyMap<string, string | null> {
  const fields = new Map<string, string | null>();
  const values = node === undefined ? undefined : reader.mapping(node, 'fields');
  for (const [name, value] of values ?? []) {
    const text = isNull(value) ? null : reader.text(value, name);
    if (text !== undefined) fields.set(name, text);
  }
  return fields;
}
