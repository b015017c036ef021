import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { Field, FieldType } from '../field.ts';
import type { FieldNode, Operand, TransformerNode } from '../language/ast.ts';
import { resolveField } from '../language/resolve-field.ts';
import type { Source } from './term.ts';
import { concat, getopt, join, listOf, transformOne } from './transformers.ts';

/** Sources of values, equal ones as one object. */
export class SourceTable {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #known = new Map<string, Source>();

  constructor(fields: ReadonlyMap<string, Field>) {
    this.#fields = fields;
  }

  of(operand: Operand): Outcome<Source> {
    switch (operand.kind) {
      case 'field':
        return this.#field(operand);
      case 'transformer':
        return this.#transformer(operand);
      case 'value':
        return ok(
          this.#share({
            key: JSON.stringify(operand.text),
            type: 'charbuf',
            list: false,
            constant: operand.text,
            inputs: [],
            cost: 0,
          }),
        );
      default:
        return this.#list(operand.items);
    }
  }

  #field(node: FieldNode): Outcome<Source> {
    const key = node.argument === undefined ? node.name : `${node.name}[${node.argument}]`;
    const known = this.#known.get(key);
    if (known) return ok(known);
    const resolved = resolveField(node.name, node.argument, this.#fields);
    if (!resolved.ok) return resolved;
    const { field, argument } = resolved.value;
    const reader = field.reader(argument);
    if (!reader.ok) return reader;
    const some = field.any === true ? field.some?.(argument) : undefined;
    const several = field.any === true && (argument === undefined || some !== undefined);
    if (some && !some.ok) return some;
    return ok(
      this.#share({
        key,
        type: field.type === 'dyn' ? (field.typeOf?.(argument) ?? 'charbuf') : field.type,
        list: field.list === true,
        ...(several ? { several: field.family === 'fd' ? 'each' : 'any' } : {}),
        ...(some ? { some: some.value } : {}),
        fieldName: field.name,
        ...(argument === undefined ? {} : { argument }),
        read: reader.value,
        inputs: [],
        cost: fieldCost(field, argument),
      }),
    );
  }

  #transformer(node: TransformerNode): Outcome<Source> {
    const inputs: Source[] = [];
    for (const operand of node.operands) {
      const input = this.of(operand);
      if (!input.ok) return input;
      inputs.push(input.value);
    }
    const [first] = inputs;
    if (!first) return failed(errorIssue('filter/no-operand', `${node.name}() needs a field`));
    if (node.name === 'val') return ok(first);
    const argument = node.argument === undefined ? '' : `[${node.argument}]`;
    const key = `${node.name}(${inputs.map((input) => input.key).join(',')})${argument}`;
    const known = this.#known.get(key);
    if (known) return ok(known);
    const make = (type: FieldType, list: boolean, apply: NonNullable<Source['apply']>, cost: number) =>
      ok(
        this.#share({
          key,
          type,
          list,
          inputs,
          apply,
          cost: cost + inputs.reduce((sum, input) => sum + input.cost, 0),
        }),
      );
    switch (node.name) {
      case 'join':
        return make('charbuf', false, join, 10);
      case 'concat':
        return make('charbuf', false, concat, 6);
      case 'getopt':
        return make('charbuf', node.argument === undefined, getopt(node.argument), 20);
      case 'len':
        return make('uint64', false, transformOne('len', first.type, first.list), 1);
      default:
        return make(first.type, first.list, transformOne(node.name, first.type, first.list), 6);
    }
  }

  #list(items: readonly Operand[]): Outcome<Source> {
    const inputs: Source[] = [];
    for (const item of items) {
      const input = this.of(item);
      if (!input.ok) return input;
      inputs.push(input.value);
    }
    const key = `(${inputs.map((input) => input.key).join(',')})`;
    const cost = inputs.reduce((sum, input) => sum + input.cost, 3);
    return ok(this.#share({ key, type: 'charbuf', list: true, inputs, apply: listOf, cost }));
  }

  #share(source: Source): Source {
    const known = this.#known.get(source.key);
    if (known) return known;
    this.#known.set(source.key, source);
    return source;
  }
}

/** Rough: only the order of checks hangs on it. */
function fieldCost(field: Field, argument: string | undefined): number {
  if (field.any === true && argument === undefined) return 20;
  switch (field.family) {
    case 'evt':
      return cheap.has(field.name) ? 1 : 8;
    case 'fd':
      return field.name === 'fd.num' || field.name.startsWith('fd.type') ? 1.5 : 4;
    case 'process':
      if (field.name === 'proc.name') return 1.5;
      return /^proc\.a|line|env|args/.test(field.name) ? 12 : field.name.startsWith('proc.p') ? 6 : 3;
    default:
      return 6;
  }
}

const cheap: ReadonlySet<string> = new Set([
  'evt.type',
  'evt.dir',
  'evt.num',
  'evt.cpu',
  'evt.rawres',
  'evt.failed',
  'evt.is_open_read',
  'evt.is_open_write',
  'evt.is_open_exec',
  'evt.is_open_create',
  'evt.rawarg',
  'evt.type.is',
  'evt.is_io',
  'evt.is_io_read',
  'evt.is_io_write',
]);
