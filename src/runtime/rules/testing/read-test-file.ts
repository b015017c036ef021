import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { readYaml } from '../loader/yaml/read-yaml.ts';
import { isNull, type YamlNode } from '../loader/yaml/yaml-node.ts';
import { parsePriority } from '../output/priority.ts';
import { NodeReader } from './node-reader.ts';
import { type BuiltScript, buildScript } from './script/build-script.ts';
import type { ExpectedAlert, RuleTest, RuleTestFile } from './test-file.ts';

const fileKeys = ['rules', 'tests'];
const testKeys = ['name', 'capture', 'script', 'match', 'enable', 'disable', 'alerts', 'silent'];
const alertKeys = ['rule', 'times', 'event', 'step', 'priority', 'output', 'fields'];
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
  const tests = reader.list(values?.get('tests')).flatMap((node) => readTest(node, reader) ?? []);
  if (values !== undefined && tests.length === 0 && reader.issues.length === 0)
    reader.fail(document, 'a test file has tests');
  const [issue] = reader.issues;
  if (issue !== undefined)
    return failed(reader.issues.length === 1 ? issue : { ...issue, message: withMore(issue.message, reader) });
  return ok({ file, rules, tests });
}

function withMore(message: string, reader: NodeReader): string {
  return `${message}\n${reader.issues
    .slice(1)
    .map((issue) => `${issue.where}: ${issue.message}`)
    .join('\n')}`;
}

function readTest(node: YamlNode, reader: NodeReader): RuleTest | undefined {
  const values = reader.mapping(node, 'a test', testKeys);
  if (values === undefined) return undefined;
  const capture = readCapture(node, values, reader);
  const match = reader.text(values.get('match'), 'match') ?? 'all';
  if (match !== 'all' && match !== 'first') reader.fail(values.get('match')!, 'match must be all or first');
  const script = typeof capture === 'object' ? capture : undefined;
  const silent = readSilent(values.get('silent'), reader);
  const alerts = reader.list(values.get('alerts')).flatMap((item) => readAlert(item, script, reader) ?? []);
  if (alerts.length === 0 && silent !== 'all' && silent.length === 0)
    reader.fail(node, 'a test expects alerts or silence', 'add alerts: [{rule: NAME}], or silent: true');
  return {
    name: reader.text(values.get('name'), 'name') ?? reader.where(node),
    where: reader.where(node),
    capture: capture ?? '',
    match: match === 'first' ? 'first' : 'all',
    enable: reader.texts(values.get('enable'), 'enable') ?? [],
    disable: reader.texts(values.get('disable'), 'disable') ?? [],
    alerts,
    silent,
  };
}

function readCapture(
  node: YamlNode,
  values: ReadonlyMap<string, YamlNode>,
  reader: NodeReader,
): string | BuiltScript | undefined {
  const [file, script] = [values.get('capture'), values.get('script')];
  if ((file === undefined) === (script === undefined))
    return reader.fail(node, 'a test has either a capture or a script', 'capture: recorded.scap');
  return script === undefined ? reader.text(file, 'capture') : buildScript(script, reader);
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
