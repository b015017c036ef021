import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import type { FieldNode, Operand } from '../language/ast.ts';
import { parseFieldOrTransformer } from '../language/parser.ts';
import { operandExtents } from './operand-extent.ts';
import { operandReader } from './operand-reader.ts';
import type { OutputOperand } from './output-template.ts';

export interface ReadOperand {
  readonly operand: OutputOperand;
  /** Fields that output_fields get by it: the operand itself where it is a field, else the fields inside the transformer. */
  readonly fields: readonly OutputOperand[];
  /** Index of the first character after it. */
  readonly end: number;
}

/** The field or transformer whose text starts at `at`. The issue is that of the longest text that might have been one. */
export function readOperand(text: string, at: number, fields: ReadonlyMap<string, Field>): Outcome<ReadOperand> {
  let first: Issue | undefined;
  const known = knownFields(fields);
  for (const extent of operandExtents(text, at)) {
    const before = known.get(extent.text);
    if (before !== undefined) return ok({ operand: before, fields: [before], end: extent.end });
    const node = parseFieldOrTransformer(extent.text);
    if (!node.ok) {
      first ??= node.issue;
      continue;
    }
    const operand = operandReader(node.value, fields);
    if (!operand.ok) {
      first ??= operand.issue;
      continue;
    }
    if (node.value.kind === 'field') {
      if (known.size < maxKnown) known.set(extent.text, operand.value);
      return ok({ operand: operand.value, fields: [operand.value], end: extent.end });
    }
    const inner: OutputOperand[] = [];
    for (const field of fieldsIn(node.value.operands)) {
      const read = operandReader(field, fields);
      // Fields that only conditions can use have no place in output_fields.
      if (read.ok) inner.push(read.value);
    }
    return ok({ operand: operand.value, fields: inner, end: extent.end });
  }
  return failed(first ?? noOperand(text, at));
}

/** Outputs name the same few fields over and over: those that were read, by what stood there. */
const knownByFields = new WeakMap<ReadonlyMap<string, Field>, Map<string, OutputOperand>>();
const maxKnown = 1_024;

function knownFields(fields: ReadonlyMap<string, Field>): Map<string, OutputOperand> {
  let known = knownByFields.get(fields);
  if (known === undefined) {
    known = new Map();
    knownByFields.set(fields, known);
  }
  return known;
}

function fieldsIn(operands: readonly Operand[]): FieldNode[] {
  return operands.flatMap((operand) => {
    if (operand.kind === 'field') return [operand];
    if (operand.kind === 'value') return [];
    return fieldsIn(operand.kind === 'list' ? operand.items : operand.operands);
  });
}

function noOperand(text: string, at: number): Issue {
  const word = /\S*/y;
  word.lastIndex = at;
  const found = word.exec(text)?.[0] ?? '';
  return errorIssue('output/no-field', `no field or transformer begins with ${quote(`%${found}`, 60)}`, {
    hint: 'a % begins a field: %proc.name; there is no way to write a % alone',
  });
}
