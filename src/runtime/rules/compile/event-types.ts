import type { Outcome } from '#core/outcome.ts';
import { errorIssue, failed, ok } from '#core/outcome.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import { syscallNames } from '#runtime/events/table/syscall-names.ts';
import type { CheckNode, Condition, FieldNode, Operand, TransformerNode } from '../language/ast.ts';

/**
 * The rows of the event table for which a condition can become true: 1 by row number. What it says of types (`evt.type`, `syscall.type` with
 * `=`, `!=`, `in`, `exists`) decides; other checks can be true for every row, negated or not. Rules are indexed by it, and a rule without a type
 * is warned of by it, so it follows the ecosystem's (libs, filter/ppm_codes.cpp) to the letter. Fails where a type is compared in a way that
 * index cannot follow: through a transformer, or with another field.
 */
export function conditionEventTypes(condition: Condition): Outcome<Uint8Array> {
  try {
    return ok(unpacked(typesOf(condition, false)));
  } catch (error) {
    if (error instanceof NotIndexable) return failed(errorIssue('filter/event-type-not-indexable', error.message));
    throw error;
  }
}

/** Names of the event types of rows, sorted; a generic row stands for every syscall without events of its own. */
export function eventTypeNames(types: Uint8Array): string[] {
  const names = new Set<string>();
  const generic = types[0] === 1 || types[1] === 1;
  if (generic) for (const name of genericSyscalls()) names.add(name);
  for (let row = firstNamedRow; row < eventTable.length; row += 1)
    if (types[row] === 1) names.add(eventTable[row]!.name);
  return [...names].sort();
}

/** The rows whose events show one of these as evt.type. */
export function rowsOfNames(names: Iterable<string>): Uint8Array {
  const types = new Uint8Array(eventTable.length);
  for (const name of names) {
    const rows = rowsByName().get(name);
    if (rows) for (const row of rows) types[row] = 1;
    else if (syscallSet().has(name)) types[0] = types[1] = 1;
  }
  return types;
}

/** The two rows below are generic: their events show the name of a syscall. */
const firstNamedRow = 2;

/** A bit for each row: conditions of rules combine some thousand of these. */
type RowBits = Int32Array;
const words = Math.ceil(eventTable.length / 32);
/** Never written to. */
const every: RowBits = new Int32Array(words).fill(-1);
const none: RowBits = new Int32Array(words);

function packed(types: Uint8Array): RowBits {
  const bits = new Int32Array(words);
  for (let row = 0; row < types.length; row += 1) if (types[row] === 1) bits[row >>> 5]! |= 1 << (row & 31);
  return bits;
}

function unpacked(bits: RowBits): Uint8Array {
  return Uint8Array.from(eventTable, (_, row) => (bits[row >>> 5]! >>> (row & 31)) & 1);
}

class NotIndexable extends Error {}

function typesOf(node: Condition, negated: boolean): RowBits {
  switch (node.kind) {
    case 'not':
      return typesOf(node.child, !negated);
    case 'macro':
      return every;
    case 'check':
      return typesOfCheck(node, negated);
    default: {
      const both = (node.kind === 'and') !== negated;
      const neutral = both ? every : none;
      let types: RowBits = neutral;
      for (const child of node.children) {
        const other = typesOf(child, negated);
        if (other === neutral) continue;
        if (types === neutral) {
          types = other;
          continue;
        }
        const left = types;
        types = left.map((bits, word) => (both ? bits & other[word]! : bits | other[word]!));
      }
      return types;
    }
  }
}

function typesOfCheck(node: CheckNode, negated: boolean): RowBits {
  const always = numberInvariant(node);
  if (always !== undefined) return always === negated ? none : every;
  if (node.operator === 'exists') {
    refuseTransformed(node.left);
    return isTypeField(node.left) && negated ? none : every;
  }
  if (!typeOperators.has(node.operator)) return every;
  refuseTransformed(node.left);
  if (!isTypeField(node.left)) return every;
  const { right } = node;
  if (right === undefined || right.kind === 'field' || right.kind === 'transformer')
    throw new NotIndexable('evt.type and syscall.type cannot be compared with another field');
  const names = right.kind === 'list' ? right.items.map(textOf) : [right.text];
  const types = packed(rowsOfNames(names));
  return (node.operator === '!=') === negated ? types : types.map((bits) => ~bits);
}

const typeOperators: ReadonlySet<string> = new Set(['=', '==', '!=', 'in']);

function isTypeField(node: FieldNode | TransformerNode): boolean {
  return (
    node.kind === 'field' && (node.name === 'evt.type' || node.name === 'syscall.type') && node.argument === undefined
  );
}

function refuseTransformed(node: FieldNode | TransformerNode): void {
  if (node.kind === 'transformer' && node.operands.some(mentionsType))
    throw new NotIndexable('evt.type and syscall.type cannot be compared through a transformer');
}

function mentionsType(node: Operand): boolean {
  if (node.kind === 'field') return isTypeField(node);
  if (node.kind === 'transformer') return node.operands.some(mentionsType);
  return node.kind === 'list' && node.items.some(mentionsType);
}

function textOf(node: Operand): string {
  if (node.kind !== 'value') throw new NotIndexable('evt.type and syscall.type cannot be compared with another field');
  return node.text;
}

/** evt.num starts at 1: true or false where a comparison with it always is; undefined for all else. */
function numberInvariant({ left, operator, right, modifier }: CheckNode): boolean | undefined {
  if (left.kind !== 'field' || left.name !== 'evt.num' || left.argument !== undefined || modifier) return undefined;
  if (right?.kind === 'list')
    return operator === 'in' && right.items.every((item) => item.kind === 'value' && unsigned(item.text) === 0n)
      ? false
      : undefined;
  const value = right?.kind === 'value' ? unsigned(right.text) : undefined;
  if (value === undefined) return undefined;
  switch (operator) {
    case '=':
    case '==':
    case '<=':
      return value === 0n ? false : undefined;
    case '!=':
    case '>':
      return value === 0n ? true : undefined;
    case '<':
      return value <= 1n ? false : undefined;
    case '>=':
      return value <= 1n ? true : undefined;
    default:
      return undefined;
  }
}

function unsigned(text: string): bigint | undefined {
  return /^\s*[+-]?\d{1,30}$/.test(text) ? BigInt.asUintN(64, BigInt(text.replace('+', ''))) : undefined;
}

let rows: Map<string, number[]> | undefined;
let syscalls: Set<string> | undefined;

function rowsByName(): Map<string, number[]> {
  if (rows) return rows;
  rows = new Map();
  for (let row = firstNamedRow; row < eventTable.length; row += 1) {
    const { name } = eventTable[row]!;
    const same = rows.get(name);
    if (same) same.push(row);
    else rows.set(name, [row]);
  }
  return rows;
}

function syscallSet(): Set<string> {
  syscalls ??= new Set(syscallNames);
  return syscalls;
}

/** Syscalls that only the generic rows can show. */
function genericSyscalls(): string[] {
  return syscallNames.filter((name) => name !== 'unknown' && !rowsByName().has(name));
}
