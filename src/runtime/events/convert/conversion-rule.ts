import { conversionRows } from '../table/conversion-rows.ts';
import { EventType } from '../table/generated/event-type.ts';

export type ParameterSource = 'old' | 'enter' | 'empty' | 'default' | 'callback';

export interface ParameterRule {
  readonly from: ParameterSource;
  /** Index of the parameter there; of no meaning for empty and default. */
  readonly index: number;
  /** Where there is none to take: empty instead of the default. */
  readonly elseEmpty: boolean;
}

export interface ConversionRule {
  readonly action: 'store' | 'pass' | 'store+pass' | 'add' | 'become';
  /** Of `become`: the type. */
  readonly type: number;
  readonly parameters: readonly ParameterRule[];
}

const maxParameters = 256;
let rules: ReadonlyMap<number, ConversionRule> | undefined;

/** The rule for events of a type with that many parameters; undefined where there is none. Rows are read when first asked for. */
export function conversionRule(type: number, parameterCount: number): ConversionRule | undefined {
  rules ??= readRules();
  return parameterCount < maxParameters ? rules.get(type * maxParameters + parameterCount) : undefined;
}

function readRules(): Map<number, ConversionRule> {
  const result = new Map<number, ConversionRule>();
  for (const line of conversionRows.trim().split('\n')) {
    const [id = '', count = '', action = '', ...rest] = line.split(' ');
    const target = action === 'become' ? rest.shift() : undefined;
    result.set(typeOf(id) * maxParameters + Number(count), {
      action: action as ConversionRule['action'],
      type: target === undefined ? 0 : typeOf(target),
      parameters: rest.map(parameterRule),
    });
  }
  return result;
}

function typeOf(id: string): number {
  const type = (EventType as Readonly<Record<string, number>>)[id];
  if (type === undefined) throw new Error(`conversion rows: no event ${id}`);
  return type;
}

function parameterRule(word: string): ParameterRule {
  const match = /^(old|enter|empty|default|callback)(?:\.(\d+))?(\?)?$/.exec(word);
  if (!match) throw new Error(`conversion rows: bad parameter ${word}`);
  return { from: match[1] as ParameterSource, index: Number(match[2] ?? 0), elseEmpty: match[3] === '?' };
}
