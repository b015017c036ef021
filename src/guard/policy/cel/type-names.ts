import {
  durationType,
  dynType,
  listType,
  mapType,
  optionalType,
  parseType,
  type Type,
  timestampType,
  typeType,
} from './types.ts';
import { CelType, type CelValue } from './values.ts';

const names = ['bool', 'int', 'uint', 'double', 'string', 'bytes'];
const opaque = [
  'net.IP',
  'net.CIDR',
  'kubernetes.URL',
  'kubernetes.Quantity',
  'kubernetes.Semver',
  'kubernetes.NamedFormat',
];

const entry = (name: string, of: Type): [string, { type: Type; value: CelValue }] => [
  name,
  { type: typeType(of), value: new CelType(name) },
];

/** Names of types, which are values: `type(1) == int`. */
export const typeIdents: ReadonlyMap<string, { readonly type: Type; readonly value: CelValue }> = new Map([
  ...names.map((name) => entry(name, parseType(name))),
  ...opaque.map((name) => entry(name, parseType(name))),
  entry('null_type', parseType('null')),
  entry('dyn', dynType),
  entry('list', listType(dynType)),
  entry('map', mapType(dynType, dynType)),
  entry('optional_type', optionalType(dynType)),
  entry('google.protobuf.Timestamp', timestampType),
  entry('google.protobuf.Duration', durationType),
  entry('type', { kind: 'simple', name: 'type', params: [] }),
]);
