import { failed, type Outcome, quote } from '#core/outcome.ts';
import { type Stage, stages } from '#core/verdict.ts';
import { compileCel } from './compile-cel.ts';
import { messageParts } from './message.ts';
import { type LicencePolicy, type MatchKind, matchKinds, type Policy, type PolicyRule, type Waiver } from './policy.ts';
import { checkEnvelope, finish, openDocument } from './read/open-document.ts';
import { checkCel, readCondition, withoutUndefined } from './read/read-condition.ts';
import { readWaivers } from './read/read-waivers.ts';
import type { MapReader, YamlReader } from './read/yaml-reader.ts';

const policyFields = ['metadata', 'description', 'extends', 'rules', 'licences', 'waivers'];
const ruleFields = ['name', 'description', 'stages', 'match', 'when', 'unless', 'decision', 'message'];
const licenceFields = ['deny', 'allow', 'unknown', 'decision', 'except', 'stages'];

/** Rules of one policy; more is a mistake, or an attack. */
const mostRules = 1000;

/**
 * Reads a policy file. CEL expressions are compiled to find their mistakes; issues (`policy/yaml`, `policy/invalid`, `policy/cel`) name file, line and
 * column, further ones are in the first one's `cause`.
 */
export async function parsePolicy(text: string, file: string): Promise<Outcome<Policy>> {
  const opened = await openDocument(text, file);
  if (!opened.ok) return opened;
  const { reader, root } = opened.value;
  const map = checkEnvelope(reader, root, 'Policy', policyFields);
  return finish(reader, map && (await readPolicy(map, file)));
}

/** Reads a file of kind WaiverList. */
export async function parseWaivers(text: string, file: string): Promise<Outcome<readonly Waiver[]>> {
  const opened = await openDocument(text, file);
  if (!opened.ok) return failed(opened.issue);
  const { reader, root } = opened.value;
  const map = checkEnvelope(reader, root, 'WaiverList', ['metadata', 'description', 'waivers']);
  if (map?.require('waivers', 'an empty list is: waivers: []') === undefined)
    return finish<readonly Waiver[]>(reader, undefined);
  const waivers = readWaivers(reader, map.get('waivers'), file);
  return finish(reader, waivers);
}

async function readPolicy(map: MapReader, file: string): Promise<Policy> {
  const { reader } = map;
  const metadata = map.require('metadata', 'metadata: {name: my-policy}');
  const name =
    metadata === undefined
      ? undefined
      : reader.map(metadata, 'metadata', ['name', 'labels', 'annotations'])?.requiredText('name');
  const own = await readRules(map);
  const inherited = readExtends(map) ? (await import('./default-policy.generated.ts')).defaultPolicy.rules : [];
  const licences = map.get('licences') === undefined ? undefined : readLicences(reader, map.get('licences'));
  const waivers = map.get('waivers') === undefined ? [] : readWaivers(reader, map.get('waivers'), file);
  if (own.length === 0 && inherited.length === 0 && licences === undefined && reader.issues.length === 0)
    reader.fail(map.node, 'this policy has no rules', 'begin with: extends: default');
  return withoutUndefined<Policy>({
    name: name ?? '',
    description: map.text('description'),
    rules: mergeRules(inherited, own),
    licences,
    waivers,
  });
}

/** Own rules come first; one that has the name of an inherited rule takes its place. */
function mergeRules(inherited: readonly PolicyRule[], own: readonly PolicyRule[]): PolicyRule[] {
  const replaced = new Set(own.map((rule) => rule.name));
  return [...own, ...inherited.filter((rule) => !replaced.has(rule.name))];
}

function readExtends(map: MapReader): boolean {
  const items = map.choices('extends', ['default']);
  return items?.includes('default') ?? false;
}

async function readRules(map: MapReader): Promise<PolicyRule[]> {
  const { reader } = map;
  const node = map.get('rules');
  if (node === undefined) return [];
  const items = reader.list(node, 'rules', (item) => ({ item })) ?? [];
  if (items.length > mostRules) {
    reader.fail(node, `a policy has at most ${mostRules} rules`);
    return [];
  }
  const rules: PolicyRule[] = [];
  const names = new Set<string>();
  for (const { item } of items) {
    const rule = await readRule(reader, item);
    if (!rule) continue;
    if (names.has(rule.name)) reader.fail(item, `two rules are named ${quote(rule.name)}`);
    names.add(rule.name);
    rules.push(rule);
  }
  return rules;
}

async function readRule(reader: YamlReader, node: unknown): Promise<PolicyRule | undefined> {
  const map = reader.map(node, 'a rule', ruleFields);
  if (!map) return undefined;
  const name = map.requiredText('name');
  if (name !== undefined && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name))
    reader.fail(map.get('name'), `the name ${quote(name)} must be of lower-case letters, digits and dashes`);
  const decision =
    map.require('decision') === undefined ? undefined : map.choice('decision', ['deny', 'warn', 'ignore'] as const);
  const match: MatchKind = map.choice('match', matchKinds) ?? 'finding';
  const compile = compileCel(match);
  const condition = async (key: 'when' | 'unless') =>
    map.get(key) === undefined ? undefined : readCondition(reader, map.get(key), key, match, compile);
  const when = await condition('when');
  const unless = await condition('unless');
  const message = map.text('message');
  if (message !== undefined) await checkMessage(reader, map.get('message'), message, match);
  if (name === undefined || decision === undefined) return undefined;
  return withoutUndefined<PolicyRule>({
    name,
    description: map.text('description'),
    stages: readStages(map),
    match,
    when,
    unless,
    decision,
    message,
  });
}

async function checkMessage(reader: YamlReader, node: unknown, message: string, match: MatchKind): Promise<void> {
  for (const part of messageParts(message))
    if (part.kind === 'cel') await checkCel(reader, node, part.text, compileCel(match), 'any');
}

function readLicences(reader: YamlReader, node: unknown): LicencePolicy | undefined {
  const map = reader.map(node, 'licences', licenceFields);
  if (!map) return undefined;
  const deny = map.texts('deny') ?? [];
  const allow = map.texts('allow') ?? [];
  const unknown = map.choice('unknown', ['ignore', 'warn', 'deny'] as const) ?? 'ignore';
  if (deny.length === 0 && allow.length === 0 && unknown === 'ignore' && reader.issues.length === 0)
    reader.fail(node, 'licences needs deny, allow or unknown', 'deny: [AGPL-*, SSPL-1.0]');
  return {
    deny,
    allow,
    unknown,
    decision: map.choice('decision', ['warn', 'deny'] as const) ?? 'deny',
    except: map.texts('except') ?? [],
    stages: readStages(map),
  };
}

function readStages(map: MapReader): readonly Stage[] {
  return map.choices('stages', stages) ?? stages;
}
