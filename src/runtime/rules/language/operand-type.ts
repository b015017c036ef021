import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { ParameterType } from '#runtime/events/table/event-table.ts';
import type { Field, FieldType } from '../field.ts';
import type { Operand, TransformerName, TransformerNode } from './ast.ts';
import { parameterTypes, type ResolvedField, resolveField } from './resolve-field.ts';

/** What an operand yields. */
export interface OperandType {
  readonly type: FieldType;
  readonly list: boolean;
  /** In messages. */
  readonly name: string;
  readonly noRight: boolean;
  readonly noTransformer: boolean;
  /** Type before any transformer of one operand: what join, concat and getopt look at (as libs does). */
  readonly own: { readonly type: FieldType; readonly list: boolean };
  /** Of a plain field. */
  readonly field?: ResolvedField;
}

/** The type of an operand; an issue where a field is unknown or a transformer cannot take what it is given. */
export function operandType(operand: Operand, fields: ReadonlyMap<string, Field>): Outcome<OperandType> {
  switch (operand.kind) {
    case 'value':
      return ok(internal('charbuf', false));
    case 'list':
      return listType(operand.items, fields);
    case 'field':
      return fieldType(operand.name, operand.argument, fields);
    case 'transformer':
      return transformerType(operand, fields);
  }
}

function internal(type: FieldType, list: boolean, own = { type, list }): OperandType {
  return { type, list, name: 'INTERNAL', noRight: false, noTransformer: false, own };
}

function listType(items: readonly Operand[], fields: ReadonlyMap<string, Field>): Outcome<OperandType> {
  for (const item of items) {
    const type = operandType(item, fields);
    if (!type.ok) return type;
  }
  return ok(internal('charbuf', true));
}

function fieldType(
  name: string,
  argument: string | undefined,
  fields: ReadonlyMap<string, Field>,
): Outcome<OperandType> {
  const resolved = resolveField(name, argument, fields);
  if (!resolved.ok) return resolved;
  const { field } = resolved.value;
  const reader = field.reader(resolved.value.argument);
  if (!reader.ok) return reader;
  const type =
    field.type === 'dyn'
      ? (field.typeOf?.(resolved.value.argument) ?? parameterFieldType(resolved.value.argument ?? ''))
      : field.type;
  const list = field.list === true;
  return ok({
    type,
    list,
    name: field.name,
    noRight: field.noRight === true,
    noTransformer: field.noTransformer === true,
    own: { type, list },
    field: resolved.value,
  });
}

const parameterFieldTypes: Partial<Record<ParameterType, FieldType>> = {
  u8: 'uint32',
  u16: 'uint32',
  u32: 'uint32',
  u64: 'uint64',
  i8: 'int32',
  i16: 'int16',
  i32: 'int32',
  i64: 'int64',
  text: 'charbuf',
  path: 'charbuf',
  relpath: 'charbuf',
  bytes: 'bytebuf',
  errno: 'int64',
  fd: 'int64',
  fd32: 'int64',
  pid: 'int64',
  pid32: 'int64',
  uid: 'uint32',
  gid: 'uint32',
  signal: 'uint32',
  syscall: 'uint32',
  mode: 'uint32',
  flags8: 'uint32',
  flags16: 'uint32',
  flags32: 'uint32',
  enum8: 'uint32',
  enum16: 'uint32',
  enum32: 'uint32',
  port: 'port',
  reltime: 'reltime',
  abstime: 'abstime',
};

/** How the raw value of an event's parameter compares; `dyn` where it does not (socket tuples, lists of texts …). */
export function parameterFieldType(parameter: string): FieldType {
  const type = parameterTypes().get(parameter);
  return (type && parameterFieldTypes[type]) ?? 'dyn';
}

function transformerType(node: TransformerNode, fields: ReadonlyMap<string, Field>): Outcome<OperandType> {
  const operands: OperandType[] = [];
  for (const operand of node.operands) {
    const type = operandType(operand, fields);
    if (!type.ok) return type;
    operands.push(type.value);
  }
  const { name, argument } = node;
  const [first] = operands;
  if (first !== undefined && (operands.length === 1 || name === 'val')) {
    if (argument !== undefined)
      return refuse('argument', `filter error: transformer '${name}' does not support field arguments`);
    return name === 'val' ? ok(first) : singleType(name, first);
  }
  switch (name) {
    case 'join':
      return joinType(operands, argument);
    case 'concat':
      return concatType(operands, argument);
    case 'getopt':
      return getoptType(operands, argument);
    default:
      return refuse('operands', `${name}() takes exactly one argument, not ${operands.length}`);
  }
}

const texts: readonly FieldType[] = ['charbuf'];
const textsAndBytes: readonly FieldType[] = ['charbuf', 'bytebuf'];
const singleTransformers: Partial<Record<TransformerName, readonly FieldType[]>> = {
  tolower: texts,
  toupper: texts,
  basename: texts,
  b64: textsAndBytes,
  len: textsAndBytes,
};

function singleType(name: TransformerName, operand: OperandType): Outcome<OperandType> {
  const accepted = singleTransformers[name];
  if (accepted === undefined) return refuse('operands', `${name}() takes more than one argument`, operandHints[name]);
  if (operand.noTransformer) return refuse('not-allowed', `field '${operand.name}' does not support transformers`);
  if (name === 'len' && operand.list) return ok({ ...operand, type: 'uint64', list: false });
  if (!accepted.includes(operand.type))
    return refuse(
      'type',
      `can't add field transformer: type '${typeName(operand.type)}' is not supported by '${name}' transformer applied on ${operand.list ? 'list ' : ''}field '${operand.name}'`,
    );
  return ok(name === 'len' ? { ...operand, type: 'uint64' } : operand);
}

const operandHints: Partial<Record<TransformerName, string>> = {
  join: 'join("separator", (a, b))',
  concat: 'concat(a, b)',
  getopt: 'getopt(LIST, "ab:")',
};

function joinType(
  [separator, list, ...rest]: readonly OperandType[],
  argument: string | undefined,
): Outcome<OperandType> {
  if (separator === undefined || list === undefined || rest.length > 0)
    return refuse('operands', 'join() requires exactly 2 arguments: separator and list', operandHints.join);
  if (separator.own.list)
    return refuse(
      'operands',
      'join() first argument (separator) must be a single value, not a list',
      operandHints.join,
    );
  if (!list.own.list) return refuse('operands', 'join() second argument must be a list', operandHints.join);
  return withoutArgument('join', argument);
}

function concatType(operands: readonly OperandType[], argument: string | undefined): Outcome<OperandType> {
  if (operands.some(({ own }) => own.type !== 'charbuf' || own.list))
    return refuse('operands', 'concat() arguments must be strings', operandHints.concat);
  return withoutArgument('concat', argument);
}

function withoutArgument(name: string, argument: string | undefined): Outcome<OperandType> {
  if (argument !== undefined) return refuse('argument', `transformer '${name}' does not support field arguments`);
  return ok(internal('charbuf', false));
}

function getoptType(
  [list, options, ...rest]: readonly OperandType[],
  argument: string | undefined,
): Outcome<OperandType> {
  if (list === undefined || options === undefined || rest.length > 0)
    return refuse('operands', 'getopt() requires exactly 2 arguments: args list and optstring', operandHints.getopt);
  if (!list.own.list) return refuse('operands', 'getopt() first argument must be a list', operandHints.getopt);
  if (options.own.list)
    return refuse('operands', 'getopt() second argument (optstring) must be a single value', operandHints.getopt);
  if (list.own.type !== 'charbuf' || options.own.type !== 'charbuf')
    return refuse('operands', 'getopt() arguments must be strings', operandHints.getopt);
  if (argument === undefined) return ok(internal('charbuf', true, { type: 'charbuf', list: false }));
  if (argument.length !== 1)
    return refuse('argument', 'getopt() field argument must be a single option character', 'getopt(LIST, "ab:")[b]');
  return ok(internal('charbuf', false));
}

/** As field listings and messages show it. */
export function typeName(type: FieldType): string {
  return type.toUpperCase();
}

function refuse(code: string, message: string, hint?: string): Outcome<OperandType> {
  return failed(errorIssue(`transformer/${code}`, message, { hint }));
}
