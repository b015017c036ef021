import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { concat, getopt, join, listOf, transformOne } from '../compile/transformers.ts';
import type { Field, FieldReader } from '../field.ts';
import type { FieldNode, Operand, TransformerNode } from '../language/ast.ts';
import { operandText } from '../language/condition-text.ts';
import { operandType } from '../language/operand-type.ts';
import type { OutputOperand } from './output-template.ts';
import { fieldForm } from './value-form.ts';

type Fields = ReadonlyMap<string, Field>;

/** The reader of a field or transformer in an output; an issue where it is unknown, or a transformer cannot take what it is given. */
export function operandReader(node: FieldNode | TransformerNode, fields: Fields): Outcome<OutputOperand> {
  const name = operandText(node);
  const typed = operandType(node, fields);
  if (!typed.ok) return typed;
  const { type, list, field } = typed.value;
  if (field?.field.only === 'filter')
    return failed(errorIssue('output/filter-only', `${name} is filter only and cannot be used as a display field`));
  const form = field === undefined ? { type, list } : fieldForm(field.field.name, field.argument, type, list);
  return ok({ name, read: readerOf(node, fields), form });
}

const nothing: FieldReader = () => undefined;

/** Of an operand whose type was found: all its fields have readers. */
function readerOf(node: Operand, fields: Fields): FieldReader {
  switch (node.kind) {
    case 'value': {
      const { text } = node;
      return () => text;
    }
    case 'list': {
      const reads = node.items.map((item) => readerOf(item, fields));
      return (event) => listOf(...reads.map((read) => read(event)));
    }
    case 'field': {
      const typed = operandType(node, fields);
      const resolved = typed.ok ? typed.value.field : undefined;
      const reader = resolved?.field.reader(resolved.argument);
      return reader?.ok ? reader.value : nothing;
    }
    case 'transformer':
      return transformerReader(node, fields);
  }
}

function transformerReader(node: TransformerNode, fields: Fields): FieldReader {
  const reads = node.operands.map((operand) => readerOf(operand, fields));
  const [first = nothing, second = nothing] = reads;
  if (node.name === 'concat') return (event) => concat(...reads.map((read) => read(event)));
  if (node.name === 'join' || node.name === 'getopt') {
    const apply = node.name === 'join' ? join : getopt(node.argument);
    return (event) => apply(first(event), second(event));
  }
  const inner = operandType(node.operands[0]!, fields);
  const apply = inner.ok ? transformOne(node.name, inner.value.type, inner.value.list) : () => undefined;
  return (event) => apply(first(event));
}
