import type { SpdxExpression } from '#build/inventory/licences/spdx-expression.ts';
import type { Finding } from '#core/finding.ts';
import { fingerprint } from '#core/fingerprint.ts';
import { quote } from '#core/outcome.ts';
import type { Package } from '#core/package.ts';
import { globList, packageGlobs } from './glob.ts';
import { parseLicence } from './licence-expression.ts';
import type { LicencePolicy } from './policy.ts';

const licenceFindingIds = ['licence-denied', 'licence-not-allowed', 'licence-unknown'] as const;
type FindingId = (typeof licenceFindingIds)[number];

/** One finding for each package whose licence the policy does not accept, and what the policy decides about it. */
export interface LicenceFinding {
  readonly finding: Finding;
  readonly decision: 'warn' | 'deny';
}

/** `isKnown`: is this id on the SPDX list? */
export function evaluateLicences(
  packages: readonly Package[],
  policy: LicencePolicy,
  isKnown: (id: string) => boolean,
): LicenceFinding[] {
  const judge = makeJudge(policy, isKnown);
  const isExcepted = packageGlobs(policy.except);
  const found = new Map<string, LicenceFinding>();
  for (const item of packages) {
    if (item.ownedBy !== undefined || (policy.except.length > 0 && isExcepted(item))) continue;
    const problem = judge(item);
    if (!problem) continue;
    const decision = problem.id === 'licence-unknown' ? policy.unknown : policy.decision;
    if (decision === 'ignore') continue;
    const finding = toFinding(item, problem);
    if (!found.has(finding.fingerprint)) found.set(finding.fingerprint, { finding, decision });
  }
  return [...found.values()];
}

interface Problem {
  readonly id: FindingId;
  readonly licence: string;
}

function makeJudge({ deny, allow, unknown }: LicencePolicy, isKnown: (id: string) => boolean) {
  const isDenied = globList(deny.map((pattern) => pattern.toUpperCase()));
  const isAllowed = globList(allow.map((pattern) => pattern.toUpperCase()));
  const judgeOne = (id: string, exception: string | undefined): Problem | undefined => {
    const names = (exception ? [`${id} WITH ${exception}`, id] : [id]).map((name) => name.toUpperCase());
    const licence = names.length > 1 ? `${id} WITH ${exception}` : id;
    // `allow: [GPL-2.0-only WITH Classpath-exception-2.0]` wins over `deny: [GPL-*]`: it is the more exact of the two.
    if (names.length > 1 && isAllowed(names[0] as string)) return undefined;
    if (names.some(isDenied)) return { id: 'licence-denied', licence };
    if (names.some(isAllowed)) return undefined;
    if (!isKnown(id)) return { id: 'licence-unknown', licence };
    return allow.length > 0 ? { id: 'licence-not-allowed', licence } : undefined;
  };
  const judge = (expression: SpdxExpression): Problem | undefined => {
    if (expression.kind === 'licence') return judgeOne(expression.id, expression.exception);
    const problems = expression.sides.map(judge);
    if (expression.kind === 'or') return problems.includes(undefined) ? undefined : worst(problems, 'last');
    return worst(problems, 'first');
  };
  return (item: Package): Problem | undefined => {
    const licences = item.licenses ?? [];
    if (licences.length === 0)
      return unknown === 'ignore' ? undefined : { id: 'licence-unknown', licence: 'none stated' };
    // Several licences of one package cover different files of it: all must be fine.
    return worst(
      licences.map((text) => {
        const expression = /^NOASSERTION$/i.test(text) ? undefined : parseLicence(text);
        if (expression) return judge(expression);
        return {
          id: isDenied(text.toUpperCase()) ? ('licence-denied' as const) : ('licence-unknown' as const),
          licence: text,
        };
      }),
      'first',
    );
  };
}

/** Of several problems the one to report: of an `AND` the gravest, of an `OR` the mildest. */
function worst(problems: readonly (Problem | undefined)[], which: 'first' | 'last'): Problem | undefined {
  const order = which === 'first' ? licenceFindingIds : licenceFindingIds.toReversed();
  for (const id of order) {
    const found = problems.find((problem) => problem?.id === id);
    if (found) return found;
  }
  return undefined;
}

const titles: Readonly<Record<FindingId, (licence: string) => string>> = {
  'licence-denied': (licence) => `The licence ${licence} is on the policy's deny list`,
  'licence-not-allowed': (licence) => `The licence ${licence} is not on the policy's allow list`,
  'licence-unknown': (licence) => `The licence is not known: ${quote(licence, 80)}`,
};

function toFinding(item: Package, { id, licence }: Problem): Finding {
  const [file] = item.locations;
  return {
    fingerprint: fingerprint({ kind: 'licence', id, purl: item.purl, location: licence }),
    kind: 'licence',
    id,
    aliases: [],
    title: titles[id](licence),
    severity: id === 'licence-unknown' ? 'low' : 'high',
    severitySource: 'holdfast',
    package: { purl: item.purl, name: item.name, version: item.version, type: item.type },
    evidence: {
      cataloger: item.cataloger,
      matchedName: licence,
      ...(file === undefined ? {} : { file }),
      ...(item.layer === undefined ? {} : { layer: item.layer }),
    },
    remediation: 'Replace the package, choose another of its licences, or waive this with a reason.',
  };
}
