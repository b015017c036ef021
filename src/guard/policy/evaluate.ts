import type { Finding } from '#core/finding.ts';
import type { LayerInfo } from '#core/image.ts';
import { type Issue, warningIssue } from '#core/outcome.ts';
import type { Package } from '#core/package.ts';
import type { CompiledExpression } from './cel/expression.ts';
import { compileCel } from './compile-cel.ts';
import { ConditionError, compileCondition, type Subject, type Test } from './conditions.ts';
import type { LicenceFinding } from './licences.ts';
import { messageParts } from './message.ts';
import type { MatchKind, Policy, PolicyInput, PolicyResult, PolicyRule } from './policy.ts';
import { ReasonCollector } from './reasons.ts';
import { commonView, findingView, layerView, packageView } from './views.ts';
import { type ActiveWaiver, label, prepareWaivers } from './waivers.ts';

/** A policy whose expressions are compiled: evaluation is a pure function. */
export interface PreparedPolicy {
  readonly policy: Policy;
  evaluate(input: PolicyInput): PolicyResult;
}

interface PreparedRule {
  readonly rule: PolicyRule;
  readonly decision: 'warn' | 'deny';
  readonly test: Test;
  /** Undefined where the rule has no message of its own. */
  readonly message?: (subject: Subject) => string;
}

type Licences = (packages: readonly Package[]) => LicenceFinding[];

/** The name under which licence findings appear in reasons and waivers. */
const licenceRule = 'licences';

const prepared = new WeakMap<Policy, Promise<PreparedPolicy>>();

/** Evaluates a policy over what a scan found. */
export async function evaluatePolicy(policy: Policy, input: PolicyInput): Promise<PolicyResult> {
  return (await preparePolicy(policy)).evaluate(input);
}

/** Loads what the policy needs (the CEL engine, the list of licences) and compiles it; once for each policy. */
export function preparePolicy(policy: Policy): Promise<PreparedPolicy> {
  let promise = prepared.get(policy);
  if (!promise) {
    promise = prepare(policy);
    prepared.set(policy, promise);
  }
  return promise;
}

async function prepare(policy: Policy): Promise<PreparedPolicy> {
  const rules = await Promise.all(policy.rules.filter((rule) => rule.decision !== 'ignore').map(prepareRule));
  const licences = policy.licences ? await prepareLicences(policy.licences) : undefined;
  return { policy, evaluate: (input) => evaluate(policy, rules, licences, input) };
}

async function prepareLicences(licencePolicy: NonNullable<Policy['licences']>): Promise<Licences> {
  const [{ evaluateLicences }, { isKnownLicence }] = await Promise.all([
    import('./licences.ts'),
    import('#build/inventory/licences/spdx-list.ts'),
  ]);
  return (packages) => evaluateLicences(packages, licencePolicy, isKnownLicence);
}

async function prepareRule(rule: PolicyRule): Promise<PreparedRule> {
  const compiled = new Map<string, CompiledExpression>();
  const sources = [rule.when, rule.unless].map((condition) =>
    typeof condition === 'string' ? condition : condition?.cel,
  );
  const parts = rule.message === undefined ? undefined : messageParts(rule.message);
  for (const source of [...sources, ...(parts ?? []).filter((part) => part.kind === 'cel').map((part) => part.text)]) {
    if (source === undefined) continue;
    const { compiled: expression, issue } = await compileCel(rule.match)(source);
    // parsePolicy has compiled every expression before: only a policy built in code can get here.
    if (!expression) throw new Error(`rule ${rule.name}: ${issue?.message}`);
    compiled.set(source, expression);
  }
  const cel = (source: string) => compiled.get(source) as CompiledExpression;
  const when: Test = rule.when === undefined ? () => true : compileCondition(rule.when, cel);
  const unless = rule.unless === undefined ? undefined : compileCondition(rule.unless, cel);
  const { toJs } = compiled.size > 0 ? await import('./cel/to-js.ts') : { toJs: undefined };
  return {
    rule,
    decision: rule.decision === 'deny' ? 'deny' : 'warn',
    test: unless ? (subject) => when(subject) && !unless(subject) : when,
    ...(parts
      ? {
          message: (subject) =>
            parts.map((part) => (part.kind === 'text' ? part.text : celText(cel(part.text), subject, toJs))).join(''),
        }
      : {}),
  };
}

function celText(
  expression: CompiledExpression,
  subject: Subject,
  toJs: ((value: unknown) => unknown) | undefined,
): string {
  const result = expression.evaluate(subject.bindings());
  if (!result.ok) return `(${result.issue.message})`;
  const value = toJs?.(result.value);
  return typeof value === 'string'
    ? value
    : (JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? part.toString() : part)) ?? '');
}

function evaluate(
  policy: Policy,
  rules: readonly PreparedRule[],
  licences: Licences | undefined,
  input: PolicyInput,
): PolicyResult {
  const atStage = rules.filter(({ rule }) => rule.stages.includes(input.stage));
  const waivers = prepareWaivers(input, [...policy.waivers, ...(input.waivers ?? [])]);
  const reasons = new ReasonCollector(policy.name);
  const context = new Context(input);
  const broken = new Map<string, string>();
  const byMatch = (match: MatchKind) => atStage.filter(({ rule }) => rule.match === match);
  const run = (prepared: PreparedRule, subject: Subject): boolean => {
    try {
      return prepared.test(subject);
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error;
      broken.set(prepared.rule.name, error.message);
      return false;
    }
  };

  const findingRules = byMatch('finding');
  const findings = input.findings.map((finding) => {
    if (finding.waived) return finding;
    const subject = context.finding(finding);
    const matched = strongest(findingRules.filter((prepared) => run(prepared, subject)));
    const waiver = waiverFor(waivers.active, finding, matched?.rule.name);
    if (waiver) {
      if (matched) waiver.applied += 1;
      else waiver.idle += 1;
      return withWaiver(finding, waiver);
    }
    if (matched) reasons.addFinding(matched.rule, matched.decision, finding, matched.message?.(subject));
    return finding;
  });

  const licenceFindings = licences && policy.licences?.stages.includes(input.stage) ? licences(input.packages) : [];
  for (const { finding, decision } of licenceFindings) {
    const waiver = waiverFor(waivers.active, finding, licenceRule);
    if (waiver) waiver.applied += 1;
    else
      reasons.addFinding(
        { name: licenceRule },
        decision,
        finding,
        `${finding.package?.name} ${finding.package?.version}: ${finding.title}`,
      );
    findings.push(waiver ? withWaiver(finding, waiver) : finding);
  }

  for (const match of ['package', 'image', 'layer'] as const) {
    for (const prepared of byMatch(match)) {
      for (const subject of context.subjects(match)) {
        if (!run(prepared, subject)) continue;
        const { rule, decision, message } = prepared;
        const waiver = waivers.active.find((entry) => entry.coversRule(rule.name, subject.package));
        if (waiver) waiver.applied += 1;
        else reasons.addSubject(rule, decision, subjectName(match, subject), message?.(subject));
      }
    }
  }

  const issues = reportBroken(broken, atStage, reasons);
  return { verdict: reasons.verdict(input.stage), findings, waivers: waivers.report(), issues };
}

/** A rule that cannot be evaluated decides as if it had matched, once. */
function reportBroken(
  broken: ReadonlyMap<string, string>,
  rules: readonly PreparedRule[],
  reasons: ReasonCollector,
): Issue[] {
  return [...broken].map(([name, message]) => {
    const found = rules.find(({ rule }) => rule.name === name) as PreparedRule;
    reasons.addSubject(found.rule, found.decision, 'policy', `the rule could not be evaluated: ${message}`);
    return warningIssue('policy/rule-failed', `rule ${name} could not be evaluated: ${message}`, {
      hint: 'times that are not known are null: guard them, as in finding.published != null && …',
    });
  });
}

/** Deny wins over warn; of equals the first. */
function strongest(matched: readonly PreparedRule[]): PreparedRule | undefined {
  return matched.find(({ decision }) => decision === 'deny') ?? matched[0];
}

function waiverFor(
  waivers: readonly ActiveWaiver[],
  finding: Finding,
  rule: string | undefined,
): ActiveWaiver | undefined {
  return waivers.find(
    ({ waiver: { rules }, covers }) => (!rules || (rule !== undefined && rules.includes(rule))) && covers(finding),
  );
}

function withWaiver(finding: Finding, { waiver }: ActiveWaiver): Finding {
  const { author, reason, expires } = waiver;
  return {
    ...finding,
    waived: { by: `${author}, ${label(waiver)}`, reason, ...(expires === 'never' ? {} : { expires }) },
  };
}

function subjectName(match: MatchKind, { package: item, layer, input }: Subject): string {
  if (match === 'package') return item?.purl ?? item?.name ?? 'package';
  if (match === 'layer') return `layer ${layer?.index ?? 0}`;
  return input.image?.reference ?? 'image';
}

/** Subjects with their bindings, which are made once for each and only where CEL asks. */
class Context {
  readonly #input: PolicyInput;
  readonly #packages = new Map<string, Package>();
  readonly #layers = new Map<number, LayerInfo>();
  #common: Readonly<Record<string, unknown>> | undefined;

  constructor(input: PolicyInput) {
    this.#input = input;
    for (const item of input.packages) this.#packages.set(item.purl, item);
    for (const layer of input.image?.layers ?? []) this.#layers.set(layer.index, layer);
  }

  finding(finding: Finding): Subject {
    const purl = finding.package?.purl;
    const item = purl === undefined ? undefined : (this.#packages.get(purl) ?? (finding.package as Partial<Package>));
    const layer = this.#layer(finding.evidence.layer ?? item?.layer);
    return this.#subject({ finding, ...(item ? { package: item } : {}) }, layer, () => ({
      finding: findingView(finding, this.#input.now),
      package: packageView(item ?? {}, layer),
      layer: layerView(layer),
    }));
  }

  subjects(match: 'package' | 'image' | 'layer'): Subject[] {
    if (match === 'image') return [this.#subject({}, undefined, () => ({}))];
    if (match === 'layer')
      return [...this.#layers.values()].map((layer) => this.#subject({}, layer, () => ({ layer: layerView(layer) })));
    return this.#input.packages.map((item) => {
      const layer = this.#layer(item.layer);
      return this.#subject({ package: item }, layer, () => ({
        package: packageView(item, layer),
        layer: layerView(layer),
      }));
    });
  }

  #layer(index: number | undefined): LayerInfo | undefined {
    return index === undefined ? undefined : this.#layers.get(index);
  }

  #subject(
    parts: Pick<Subject, 'finding' | 'package'>,
    layer: LayerInfo | undefined,
    own: () => Record<string, unknown>,
  ): Subject {
    let bindings: Readonly<Record<string, unknown>> | undefined;
    return {
      input: this.#input,
      ...parts,
      ...(layer ? { layer } : {}),
      bindings: () => {
        this.#common ??= commonView(this.#input);
        bindings ??= { ...this.#common, ...own() };
        return bindings;
      },
    };
  }
}
