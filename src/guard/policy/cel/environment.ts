import { type Declaration, type Overload, overloadsOf } from './declarations.ts';
import { base64Library } from './lib/base64.ts';
import { cidrLibrary } from './lib/cidr.ts';
import { coreLibrary } from './lib/core.ts';
import { formatsLibrary } from './lib/formats.ts';
import { globLibrary } from './lib/glob.ts';
import { ipLibrary } from './lib/ip.ts';
import { listsLibrary } from './lib/lists.ts';
import { mathLibrary } from './lib/math.ts';
import { operatorLibrary } from './lib/operators.ts';
import { optionalLibrary } from './lib/optional.ts';
import { quantityLibrary } from './lib/quantity.ts';
import { regexLibrary } from './lib/regex.ts';
import { semverLibrary } from './lib/semver.ts';
import { setsLibrary } from './lib/sets.ts';
import { stringsExtra, stringsLibrary } from './lib/strings.ts';
import { timeLibrary } from './lib/time.ts';
import { urlLibrary } from './lib/url.ts';

/** What an expression may use. */
export interface CelEnvironment {
  readonly name: EnvironmentName;
  /** Fields in backticks. */
  readonly escapedFields: boolean;
  /** `cel.bind` */
  readonly bindings: boolean;
  /** Reserved words that may be names: policies have a variable `package`. */
  readonly names: ReadonlySet<string>;
  /** Lists and maps of several types: `[1, 'a']`. Kubernetes refuses them. */
  readonly mixedLiterals: boolean;
  /** Overloads of a function or method name. */
  overloads(name: string, member: boolean): readonly Overload[] | undefined;
}

/** `kubernetes`: what StoredExpressions of Kubernetes 1.36 has. `policy`: the same and what later CEL versions brought, for policy files. */
export type EnvironmentName = 'kubernetes' | 'policy';

const kubernetesLibraries = [
  operatorLibrary,
  coreLibrary,
  timeLibrary,
  stringsLibrary,
  listsLibrary,
  setsLibrary,
  optionalLibrary,
  regexLibrary,
  urlLibrary,
  ipLibrary,
  cidrLibrary,
  quantityLibrary,
  semverLibrary,
  formatsLibrary,
];
const policyLibraries = [...kubernetesLibraries, stringsExtra, mathLibrary, base64Library, globLibrary];

const made = new Map<EnvironmentName, CelEnvironment>();

export function environmentOf(name: EnvironmentName): CelEnvironment {
  let environment = made.get(name);
  if (!environment) {
    environment = makeEnvironment(name);
    made.set(name, environment);
  }
  return environment;
}

function makeEnvironment(name: EnvironmentName): CelEnvironment {
  const isPolicy = name === 'policy';
  const rows = new Map<string, Declaration[]>();
  for (const declaration of (isPolicy ? policyLibraries : kubernetesLibraries).flat()) {
    const key = keyOf(declaration.name, declaration.member);
    const known = rows.get(key);
    if (known) known.push(declaration);
    else rows.set(key, [declaration]);
  }
  const parsed = new Map<string, readonly Overload[]>();
  return {
    name,
    escapedFields: isPolicy,
    bindings: isPolicy,
    names: new Set(isPolicy ? ['package'] : []),
    mixedLiterals: isPolicy,
    overloads(functionName, member) {
      const key = keyOf(functionName, member);
      let overloads = parsed.get(key);
      if (!overloads) {
        overloads = rows.get(key)?.flatMap(overloadsOf);
        if (overloads) parsed.set(key, overloads);
      }
      return overloads;
    },
  };
}

function keyOf(name: string, member: boolean): string {
  return member ? `.${name}` : name;
}
