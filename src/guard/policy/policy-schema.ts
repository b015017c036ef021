import { severities } from '#core/severity.ts';
import { stages } from '#core/verdict.ts';
import { matchKinds, policyApiVersion } from './policy.ts';
import { findingKinds, fixStates, packageTypes } from './read/read-condition.ts';

/** One item alone, or a list. */
const oneOrMany = (item: object) => ({ oneOf: [item, { type: 'array', items: item, minItems: 1 }] });
const text = (description?: string) => ({ type: 'string', minLength: 1, ...(description ? { description } : {}) });
const texts = (description: string) => ({ ...oneOrMany({ type: 'string', minLength: 1 }), description });
const choice = (values: readonly string[], description?: string) => ({
  enum: values,
  ...(description ? { description } : {}),
});
const choices = (values: readonly string[], description: string) => ({ ...oneOrMany({ enum: values }), description });
const flag = (description: string) => ({ type: 'boolean', description });
const stageList = choices(stages, 'Where it applies. Default: everywhere.');

const shorthand = {
  type: 'object',
  description: 'All keys must hold; of a list, any item.',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    kinds: choices(findingKinds, 'Kinds of findings.'),
    severity: choice(severities, 'At least this severe.'),
    fixable: flag('A version without it exists.'),
    fixStates: choices(fixStates, 'What the vendor says about a fix.'),
    kev: flag('In CISA’s catalogue of known exploited vulnerabilities.'),
    ransomware: flag('Known to be used by ransomware.'),
    epss: { type: 'number', minimum: 0, maximum: 1, description: 'EPSS probability, at least.' },
    cvss: { type: 'number', minimum: 0, maximum: 10, description: 'CVSS score, at least.' },
    ageDays: { type: 'number', minimum: 0, maximum: 100_000, description: 'Published at least so many days ago.' },
    ids: texts('Ids or aliases; globs.'),
    packages: texts('Package URLs (without a version: all versions) or names; globs.'),
    types: choices(packageTypes, 'Types of packages, as in package URLs.'),
    paths: texts('Paths in the image or tree; globs.'),
    licences: texts('SPDX ids of the package’s licences; globs.'),
    dev: flag('Only needed to build or test.'),
    base: flag('Brought by a layer of the base image.'),
    images: texts('References of the image; globs.'),
    baseImages: texts('Names of the base image; globs.'),
    os: texts('Distributions: debian, or with the version debian:12; globs.'),
    endOfLife: flag('The distribution has no support any more.'),
    cel: text('More conditions, in CEL.'),
  },
};

const condition = { oneOf: [text('A CEL expression.'), { $ref: '#/$defs/shorthand' }] };

const rule = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'decision'],
  properties: {
    name: {
      type: 'string',
      pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
      description: 'Unique. The name of an inherited rule replaces it.',
    },
    description: text(),
    stages: stageList,
    match: { enum: matchKinds, default: 'finding', description: 'What the rule looks at, one by one.' },
    when: { ...condition, description: 'Default: everything.' },
    unless: { ...condition, description: 'Exceptions.' },
    decision: { enum: ['deny', 'warn', 'ignore'], description: 'ignore: the rule is switched off.' },
    message: text('Text, with CEL in double braces.'),
  },
};

const licences = {
  type: 'object',
  additionalProperties: false,
  anyOf: [
    { required: ['deny'] },
    { required: ['allow'] },
    { required: ['unknown'], properties: { unknown: { enum: ['warn', 'deny'] } } },
  ],
  properties: {
    deny: texts('SPDX ids that are not accepted; globs.'),
    allow: texts('Where it is given, nothing else is accepted; globs.'),
    unknown: {
      enum: ['ignore', 'warn', 'deny'],
      default: 'ignore',
      description: 'Packages without a licence, or with one that is not on the SPDX list.',
    },
    decision: { enum: ['warn', 'deny'], default: 'deny' },
    except: texts('Packages that are not looked at; globs.'),
    stages: stageList,
  },
};

const selectors = ['id', 'ids', 'fingerprint', 'fingerprints', 'rule', 'rules', 'package', 'packages', 'path', 'paths'];

const waiver = {
  type: 'object',
  additionalProperties: false,
  required: ['reason', 'author', 'expires'],
  anyOf: selectors.map((key) => ({ required: [key] })),
  properties: {
    name: text(),
    ...Object.fromEntries(selectors.map((key) => [key, texts('What is waived; all that are given must match.')])),
    image: texts('Only for these images; globs.'),
    images: texts('Only for these images; globs.'),
    stages: stageList,
    reason: text('Why this is acceptable.'),
    author: text('Who answers for it.'),
    expires: {
      type: 'string',
      pattern: '^(never|\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?)$',
      description: 'never, a day (its end, UTC) or a time.',
    },
  },
};

const metadata = {
  type: 'object',
  additionalProperties: false,
  required: ['name'],
  properties: { name: text(), labels: { type: 'object' }, annotations: { type: 'object' } },
};

/** JSON Schema of policy files and waiver files; schema/policy-v1.json is made from it (tools/content-policies.mjs). */
export const policySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://holdfast.dev/schema/policy-v1.json',
  title: 'Holdfast policy or waiver list',
  oneOf: [{ $ref: '#/$defs/policy' }, { $ref: '#/$defs/waiverList' }],
  $defs: {
    policy: {
      type: 'object',
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'metadata'],
      anyOf: [{ required: ['rules'] }, { required: ['extends'] }, { required: ['licences'] }],
      properties: {
        apiVersion: { const: policyApiVersion },
        kind: { const: 'Policy' },
        metadata,
        description: text(),
        extends: choices(['default'], 'Policies whose rules apply too, after the own ones.'),
        rules: { type: 'array', items: { $ref: '#/$defs/rule' }, maxItems: 1000 },
        licences,
        waivers: { type: 'array', items: { $ref: '#/$defs/waiver' }, maxItems: 10_000 },
      },
    },
    waiverList: {
      type: 'object',
      additionalProperties: false,
      required: ['apiVersion', 'kind', 'waivers'],
      properties: {
        apiVersion: { const: policyApiVersion },
        kind: { const: 'WaiverList' },
        metadata: { ...metadata, required: [] },
        description: text(),
        waivers: { type: 'array', items: { $ref: '#/$defs/waiver' }, maxItems: 10_000 },
      },
    },
    rule,
    shorthand,
    waiver,
  },
};
