import type { FindingKind, FixState } from '#core/finding.ts';
import { errorIssue } from '#core/outcome.ts';
import type { PackageType } from '#core/package.ts';
import { severities } from '#core/severity.ts';
import type { CelIssue, CompiledExpression } from '../cel/expression.ts';
import type { Condition, MatchKind, Shorthand } from '../policy.ts';
import type { YamlReader } from './yaml-reader.ts';

export const findingKinds = ['vulnerability', 'secret', 'config', 'licence'] as const satisfies readonly FindingKind[];
export const fixStates = [
  'fixed',
  'unfixed',
  'wont-fix',
  'unimportant',
  'unknown',
] as const satisfies readonly FixState[];
export const packageTypes = [
  'deb',
  'rpm',
  'apk',
  'alpm',
  'npm',
  'pypi',
  'conda',
  'maven',
  'golang',
  'cargo',
  'gem',
  'composer',
  'nuget',
  'hex',
  'pub',
  'swift',
  'cocoapods',
  'conan',
  'cran',
  'julia',
  'hackage',
  'opam',
  'luarocks',
  'cpan',
  'bitnami',
  'github',
  'generic',
] as const satisfies readonly PackageType[];

/** Keys of the shorthand, and for which matches each makes sense. */
const shorthandKeys: Readonly<Record<keyof Shorthand, readonly MatchKind[]>> = {
  kinds: ['finding'],
  severity: ['finding'],
  fixable: ['finding'],
  fixStates: ['finding'],
  kev: ['finding'],
  ransomware: ['finding'],
  epss: ['finding'],
  cvss: ['finding'],
  ageDays: ['finding'],
  ids: ['finding'],
  packages: ['finding', 'package'],
  types: ['finding', 'package'],
  paths: ['finding', 'package'],
  licences: ['finding', 'package'],
  dev: ['finding', 'package'],
  base: ['finding', 'package', 'layer'],
  images: ['finding', 'package', 'image', 'layer'],
  baseImages: ['finding', 'package', 'image', 'layer'],
  os: ['finding', 'package', 'image', 'layer'],
  endOfLife: ['finding', 'package', 'image', 'layer'],
  cel: ['finding', 'package', 'image', 'layer'],
};

export type CompileCel = (source: string) => Promise<{ issue?: CelIssue; compiled?: CompiledExpression }>;

/** `when` and `unless`: CEL text, or a mapping of shorthands. CEL is compiled to find its mistakes. */
export async function readCondition(
  reader: YamlReader,
  node: unknown,
  what: string,
  match: MatchKind,
  compile: CompileCel,
): Promise<Condition | undefined> {
  if (!reader.isMap(node)) {
    const text = reader.scalar(node);
    if (typeof text === 'string' && text.trim() !== '') return checkCel(reader, node, text, compile, 'bool');
    return reader.fail(node, `${what} must be a CEL expression or a mapping of conditions`);
  }
  const map = reader.map(node, what, Object.keys(shorthandKeys));
  if (!map) return undefined;
  for (const [key, matches] of Object.entries(shorthandKeys))
    if (map.get(key) !== undefined && !matches.includes(match))
      reader.fail(map.get(key), `${key} does not apply to match: ${match}`, `it applies to: ${matches.join(', ')}`);
  const celNode = map.get('cel');
  const cel = map.text('cel');
  if (cel !== undefined) await checkCel(reader, celNode, cel, compile, 'bool');
  const condition: Shorthand = withoutUndefined({
    kinds: map.choices('kinds', findingKinds),
    severity: map.choice('severity', severities),
    fixable: map.flag('fixable'),
    fixStates: map.choices('fixStates', fixStates),
    kev: map.flag('kev'),
    ransomware: map.flag('ransomware'),
    epss: map.number('epss', 0, 1),
    cvss: map.number('cvss', 0, 10),
    ageDays: map.number('ageDays', 0, 100_000),
    ids: map.texts('ids'),
    packages: map.texts('packages'),
    types: map.choices('types', packageTypes),
    paths: map.texts('paths'),
    licences: map.texts('licences'),
    dev: map.flag('dev'),
    base: map.flag('base'),
    images: map.texts('images'),
    baseImages: map.texts('baseImages'),
    os: map.texts('os'),
    endOfLife: map.flag('endOfLife'),
    cel,
  });
  if (Object.keys(condition).length === 0 && reader.issues.length === 0) return reader.fail(node, `${what} is empty`);
  return condition;
}

/** Compiles the text and reports a mistake at its place in the file. */
export async function checkCel(
  reader: YamlReader,
  node: unknown,
  text: string,
  compile: CompileCel,
  type: 'bool' | 'any',
): Promise<string | undefined> {
  const { issue, compiled } = await compile(text);
  if (issue) {
    reader.issues.push(inFile(reader, node, issue));
    return undefined;
  }
  if (type === 'bool' && compiled && compiled.type !== 'bool' && compiled.type !== 'dyn')
    return reader.fail(node, `the condition gives ${compiled.type}, not true or false`);
  return text;
}

function inFile(reader: YamlReader, node: unknown, issue: CelIssue) {
  const { line, column, nextColumn } = reader.insideOf(node);
  const at = { line: line + issue.line - 1, column: (issue.line > 1 ? nextColumn : column) + issue.column - 1 };
  const file = reader.where(node).replace(/:\d+:\d+$/, '');
  return {
    ...errorIssue('policy/cel', `in the CEL expression: ${issue.message}`, {
      where: `${file}:${at.line}:${at.column}`,
      hint: issue.hint,
    }),
    cause: issue.snippet,
  };
}

export function withoutUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
