import type { Finding } from '#core/finding.ts';
import type { LayerInfo } from '#core/image.ts';
import type { Package } from '#core/package.ts';
import { severityRank } from '#core/severity.ts';
import type { CompiledExpression } from './cel/expression.ts';
import { globList, packageGlobs } from './glob.ts';
import { imageNames } from './image-name.ts';
import { licenceIds } from './licence-expression.ts';
import type { Condition, PolicyInput, Shorthand } from './policy.ts';
import { ageInDays, baseImageOf, isEndOfLife, isFixable, timeOf } from './views.ts';

/** One thing that a rule looks at. `finding` is set for `match: finding`; the package is the finding's own there. */
export interface Subject {
  readonly input: PolicyInput;
  readonly finding?: Finding;
  readonly package?: Partial<Package>;
  readonly layer?: LayerInfo;
  /** What CEL sees; made when first asked for. */
  readonly bindings: () => Readonly<Record<string, unknown>>;
}

export type Test = (subject: Subject) => boolean;

/** An expression that could not be evaluated: the rule counts as matched (a gate must not open by accident). */
export class ConditionError {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

/** A condition as a function. `cel` gives the compiled form of an expression that parsePolicy has seen. Throws `ConditionError` when it is called. */
export function compileCondition(condition: Condition, cel: (source: string) => CompiledExpression): Test {
  if (typeof condition === 'string') return celTest(cel(condition));
  const tests = Object.entries(condition).flatMap(([key, value]) => {
    if (key === 'cel') return [celTest(cel(value as string))];
    const make = makers[key as keyof Makers] as (value: unknown) => Test;
    return [make(value)];
  });
  const [first, ...others] = tests;
  if (!first) return () => true;
  return others.length === 0 ? first : (subject) => tests.every((test) => test(subject));
}

function celTest(expression: CompiledExpression): Test {
  return (subject) => {
    const result = expression.evaluate(subject.bindings());
    if (!result.ok) throw new ConditionError(result.issue.message);
    if (typeof result.value !== 'boolean') throw new ConditionError('the condition gave neither true nor false');
    return result.value;
  };
}

type Makers = { [K in Exclude<keyof Shorthand, 'cel'>]-?: (value: NonNullable<Shorthand[K]>) => Test };

const makers: Makers = {
  kinds: (kinds) => of(({ kind }) => kinds.includes(kind)),
  severity: (least) => of(({ severity }) => severityRank(severity) >= severityRank(least)),
  fixable: (wanted) => of((finding) => isFixable(finding) === wanted),
  fixStates: (states) => of(({ fix }) => states.includes(fix?.state ?? 'unknown')),
  kev: (wanted) => of(({ kev }) => (kev !== undefined) === wanted),
  ransomware: (wanted) => of(({ kev }) => (kev?.ransomware ?? false) === wanted),
  epss: (least) => of(({ epss }) => epss !== undefined && epss.score >= least),
  cvss: (least) => of(({ cvss }) => cvss !== undefined && cvss.score >= least),
  ageDays: (least) => of(({ published }, { now }) => (ageInDays(timeOf(published), now) ?? -1) >= least),
  ids: (patterns) => {
    const matches = globList(patterns.map((pattern) => pattern.toUpperCase()));
    return of(({ id, aliases }) => matches(id.toUpperCase()) || aliases.some((alias) => matches(alias.toUpperCase())));
  },
  packages: (patterns) => {
    const matches = packageGlobs(patterns);
    return (subject) => {
      const { purl, name } = subject.finding?.package ?? subject.package ?? {};
      return purl !== undefined && matches({ purl, name: name ?? '' });
    };
  },
  types: (types) => (subject) => types.some((type) => type === (subject.finding?.package ?? subject.package)?.type),
  paths: (patterns) => {
    const matches = globList(patterns.map(withoutRoot));
    return (subject) => pathsOf(subject).some((path) => matches(withoutRoot(path)));
  },
  licences: (patterns) => {
    const matches = globList(patterns);
    return (subject) => (subject.package?.licenses ?? []).some((licence) => licenceIds(licence).some(matches));
  },
  dev: (wanted) => (subject) => (subject.package?.dev ?? false) === wanted,
  base: (wanted) => (subject) => (subject.layer?.fromBase ?? false) === wanted,
  images: (patterns) => {
    const matches = globList(patterns);
    return ({ input }) => imageNames(input.image?.reference ?? input.target?.reference ?? '').some(matches);
  },
  baseImages: (patterns) => {
    const matches = globList(patterns);
    return ({ input }) => {
      const base = baseImageOf(input.image);
      return base !== '' && imageNames(base).some(matches);
    };
  },
  os: (patterns) => {
    const matches = globList(patterns);
    return ({ input: { os } }) => os !== undefined && (matches(os.id) || matches(`${os.id}:${os.versionId}`));
  },
  endOfLife:
    (wanted) =>
    ({ input }) =>
      isEndOfLife(input.os, input.now) === wanted,
};

function of(test: (finding: Finding, input: PolicyInput) => boolean): Test {
  return ({ finding, input }) => finding !== undefined && test(finding, input);
}

function pathsOf({ finding, package: item }: Subject): readonly string[] {
  if (!finding) return item?.locations ?? [];
  return finding.evidence.file === undefined ? (item?.locations ?? []) : [finding.evidence.file];
}

function withoutRoot(path: string): string {
  return path.replace(/^\.?\//, '');
}
