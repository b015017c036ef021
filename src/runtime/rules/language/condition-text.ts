import type { Condition, FieldNode, Operand, TransformerNode } from './ast.ts';
import { escapeText, quoteText } from './escaping.ts';

/**
 * The canonical text of a condition: brackets around each `and`/`or`, single blanks, quotes where needed. Equal to libs' rendering, but for
 * constants that libs leaves bare although they could not be read back so (`""`, `"a(b)"`, texts among a transformer's operands): those are quoted.
 */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.children.map(conditionText).join(` ${condition.kind} `)})`;
    case 'not':
      return `not ${conditionText(condition.child)}`;
    case 'macro':
      return condition.name;
    case 'check': {
      const { left, operator, modifier, right } = condition;
      const shown = modifier === undefined ? operator : `${operator} ${modifier}`;
      return right === undefined
        ? `${operandText(left)} ${shown}`
        : `${operandText(left)} ${shown} ${rightText(right)}`;
    }
  }
}

function rightText(right: Operand): string {
  if (right.kind === 'value') return constantText(right.text);
  if (right.kind !== 'list') return operandText(right);
  return `(${right.items.map((item) => (item.kind === 'value' ? constantText(item.text) : operandText(item))).join(', ')})`;
}

/** A field, transformer, or operand of a transformer as in conditionText. */
export function operandText(operand: Operand): string {
  switch (operand.kind) {
    case 'value':
      return /^(?:0[xX][0-9a-fA-F]+|[+-]?[0-9]+\.?[0-9]*(?:[eE][+-][0-9]+)?)$/.test(operand.text)
        ? operand.text
        : quoteText(operand.text);
    case 'list':
      return `(${operand.items.map(operandText).join(',')})`;
    case 'field':
      return `${operand.name}${argumentText(operand)}`;
    case 'transformer':
      return `${operand.name}(${operand.operands.map(operandText).join(',')})${argumentText(operand)}`;
  }
}

function argumentText({ argument }: FieldNode | TransformerNode): string {
  if (argument === undefined) return '';
  return `[${argument === '' || /[\v[\]]/.test(argument) ? quoteText(argument) : escapeText(argument)}]`;
}

/** On the right of an operator. */
function constantText(text: string): string {
  return text === '' || /[(),\v]/.test(text) ? quoteText(text) : escapeText(text);
}
