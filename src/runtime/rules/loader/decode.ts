import { type FaultContext, RuleError } from './faults.ts';
import { ruleLimits } from './limits.ts';
import { entry, isNull, type YamlNode } from './yaml/yaml-node.ts';

/** A text that must be there. */
export function requiredText(item: YamlNode, key: string, context: FaultContext): string {
  const value = entry(item, key);
  if (value === undefined) throw shapeError(`Item has no mapping for key '${key}'`, context, `add the key ${key}`);
  return scalarText(value, key, context);
}

/** A text; undefined where the key is absent. */
export function optionalText(item: YamlNode, key: string, context: FaultContext): string | undefined {
  const value = entry(item, key);
  return value === undefined ? undefined : scalarText(value, key, context);
}

/** A text; empty where the key is absent or has no value. */
export function optionalTextOrEmpty(item: YamlNode, key: string, context: FaultContext): string {
  const value = entry(item, key);
  if (value === undefined || isNull(value)) return '';
  return value.kind === 'scalar' && value.text === '' ? '' : scalarText(value, key, context);
}

export function optionalBoolean(item: YamlNode, key: string, context: FaultContext): boolean | undefined {
  return entry(item, key) === undefined ? undefined : requiredBoolean(item, key, context);
}

/** `true`, `yes`, `on`, `y` and their opposites, in one case or with a capital; in quotes, too. */
export function requiredBoolean(item: YamlNode, key: string, context: FaultContext): boolean {
  const text = requiredText(item, key, context);
  const value = booleanOf(text);
  if (value === undefined) throw scalarError(item, key, context, 'write true or false');
  return value;
}

export function optionalUnsigned(item: YamlNode, key: string, context: FaultContext): number | undefined {
  return entry(item, key) === undefined ? undefined : requiredUnsigned(item, key, context);
}

export function requiredUnsigned(item: YamlNode, key: string, context: FaultContext): number {
  const value = unsignedOf(requiredText(item, key, context));
  if (value === undefined) throw scalarError(item, key, context, 'write a whole number from 0 to 4294967295');
  return value;
}

/** The texts of a sequence. */
export function textItems(value: YamlNode, context: FaultContext): string[] {
  const at = { ...context, offset: value.start };
  if (value.kind !== 'sequence') throw shapeError('Value is not a sequence', at, 'write [a, b], or one a line after -');
  spend(value.items.length, at);
  return value.items.map((item) => {
    if (item.kind !== 'scalar' || isNull(item))
      throw shapeError('sequence value is not scalar', { ...context, offset: item.start }, 'every value is one text');
    return item.text;
  });
}

/** @throws RuleError where the file has had too many values */
export function spend(values: number, context: FaultContext): void {
  if (!context.file.spend(values)) {
    throw new RuleError(
      'LOAD_ERR_VALIDATE',
      `the file has more than ${ruleLimits.values} values, counting aliases anew wherever they stand`,
      context,
    );
  }
}

export function shapeError(message: string, context: FaultContext, hint?: string): RuleError {
  return new RuleError('LOAD_ERR_YAML_VALIDATE', message, context, hint);
}

/** A number as C++ streams read it: decimal, `0x` hexadecimal, leading `0` octal; undefined where it is none or more than 32 bits. */
export function unsignedOf(text: string): number | undefined {
  const digits = /^\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)\s*$/.exec(text)?.[1];
  if (digits === undefined) return undefined;
  const value = /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return value <= 0xffff_ffff ? value : undefined;
}

function scalarText(value: YamlNode, key: string, context: FaultContext): string {
  if (isNull(value)) throw shapeError(`Mapping for key '${key}' is empty`, { ...context, offset: value.start });
  const at = { ...context, offset: value.start };
  if (value.kind !== 'scalar') throw shapeError('Value is not a scalar value', at, `${key} is one text`);
  if (value.text === '') throw shapeError('Value must be non-empty', at, `${key} needs a value`);
  return value.text;
}

function scalarError(item: YamlNode, key: string, context: FaultContext, hint: string): RuleError {
  const value = entry(item, key);
  return shapeError("Can't decode YAML scalar value", { ...context, offset: value?.start ?? context.offset }, hint);
}

function booleanOf(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  const sameCase = text === lower || text === text.toUpperCase() || text === lower[0]?.toUpperCase() + lower.slice(1);
  if (!sameCase) return undefined;
  if (['y', 'yes', 'true', 'on'].includes(lower)) return true;
  return ['n', 'no', 'false', 'off'].includes(lower) ? false : undefined;
}
