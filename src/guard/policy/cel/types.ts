/** Types of the checker (langdef.md "Types"). Compared by structure. */
export interface Type {
  readonly kind: 'dyn' | 'simple' | 'opaque' | 'parameter' | 'object';
  readonly name: string;
  readonly params: readonly Type[];
  /** Of an object: all fields that there are. */
  readonly fields?: ReadonlyMap<string, Type>;
}

/** The fields of an object with their types: `{ id: 'string', layer: { index: 'int' } }`. */
export interface ObjectShape {
  readonly [field: string]: string | ObjectShape;
}

const none: readonly Type[] = [];
const simple = (name: string): Type => ({ kind: 'simple', name, params: none });

export const dynType: Type = { kind: 'dyn', name: 'dyn', params: none };
export const boolType = simple('bool');
export const intType = simple('int');
export const uintType = simple('uint');
export const doubleType = simple('double');
export const stringType = simple('string');
export const bytesType = simple('bytes');
export const nullType = simple('null_type');
export const timestampType = simple('google.protobuf.Timestamp');
export const durationType = simple('google.protobuf.Duration');

export const listType = (element: Type): Type => ({ kind: 'simple', name: 'list', params: [element] });
export const mapType = (key: Type, value: Type): Type => ({ kind: 'simple', name: 'map', params: [key, value] });
export const typeType = (of: Type): Type => ({ kind: 'simple', name: 'type', params: [of] });
export const optionalType = (of: Type): Type => ({ kind: 'opaque', name: 'optional_type', params: [of] });
const opaqueType = (name: string): Type => ({ kind: 'opaque', name, params: none });
export const parameter = (name: string): Type => ({ kind: 'parameter', name, params: none });

export function objectType(name: string, shape: ObjectShape): Type {
  const fields = Object.entries(shape).map(
    ([field, type]) =>
      [field, typeof type === 'string' ? parseType(type) : objectType(`${name}.${field}`, type)] as const,
  );
  return { kind: 'object', name, params: none, fields: new Map(fields) };
}

const named: ReadonlyMap<string, Type> = new Map(
  Object.entries({
    dyn: dynType,
    bool: boolType,
    int: intType,
    uint: uintType,
    double: doubleType,
    string: stringType,
    bytes: bytesType,
    null: nullType,
    timestamp: timestampType,
    duration: durationType,
  }),
);

/** `list(map(string, T))` → a type; single capitals are parameters. For the declarations in lib/: throws for a mistake in them. */
export function parseType(text: string): Type {
  const [type, rest] = readType(text);
  if (rest !== '') throw new Error(`cannot read the type ${text}`);
  return type;
}

function readType(text: string): [Type, string] {
  const name = /^[A-Za-z_.]+/.exec(text)?.[0];
  if (!name) throw new Error(`cannot read the type ${text}`);
  let rest = text.slice(name.length);
  const params: Type[] = [];
  if (rest.startsWith('(')) {
    rest = rest.slice(1);
    while (!rest.startsWith(')')) {
      const [param, after] = readType(rest);
      params.push(param);
      rest = after.replace(/^, */, '');
    }
    rest = rest.slice(1);
  }
  return [build(name, params), rest];
}

function build(name: string, params: readonly Type[]): Type {
  const [first, second] = params;
  if (first && name === 'list') return listType(first);
  if (first && second && name === 'map') return mapType(first, second);
  if (first && name === 'type') return typeType(first);
  if (first && name === 'optional') return optionalType(first);
  if (/^[A-Z]$/.test(name)) return parameter(name);
  return named.get(name) ?? opaqueType(name);
}

/** As cel-go writes types in its messages. */
export function formatType(type: Type): string {
  return type.params.length === 0 ? type.name : `${type.name}(${type.params.map(formatType).join(', ')})`;
}

export function sameType(a: Type, b: Type): boolean {
  return (
    a === b ||
    (a.kind === b.kind &&
      a.name === b.name &&
      a.params.length === b.params.length &&
      a.params.every((param, index) => sameType(param, b.params[index] as Type)))
  );
}
