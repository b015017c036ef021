import { RegexFault } from './parse-regex.ts';
import type { Range, RegexNode } from './regex-node.ts';

/** Instructions of one pattern. */
const maxInstructions = 20_000;

export type Instruction =
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; next: number }
  | { readonly kind: 'line-start' | 'line-end'; next: number }
  | { readonly kind: 'split'; next: number; other: number }
  | { readonly kind: 'match' };

export interface RegexProgram {
  readonly instructions: readonly Instruction[];
  readonly start: number;
}

/** Thompson's construction, back to front: each node is built knowing what comes after it. */
export function buildProgram(node: RegexNode): RegexProgram {
  const instructions: Instruction[] = [{ kind: 'match' }];
  return { instructions, start: build(node, 0, instructions) };
}

function add(instruction: Instruction, instructions: Instruction[]): number {
  if (instructions.length >= maxInstructions) throw new RegexFault('pattern too large - compile failed');
  return instructions.push(instruction) - 1;
}

function build(node: RegexNode, next: number, instructions: Instruction[]): number {
  switch (node.kind) {
    case 'empty':
      return next;
    case 'set':
      return add({ kind: 'set', ranges: node.ranges, next }, instructions);
    case 'line-start':
    case 'line-end':
      return add({ kind: node.kind, next }, instructions);
    case 'all':
      return node.parts.reduceRight((after, part) => build(part, after, instructions), next);
    case 'either':
      return node.parts
        .map((part) => build(part, next, instructions))
        .reduceRight((other, start) => add({ kind: 'split', next: start, other }, instructions));
    case 'repeat':
      return buildRepeat(node, next, instructions);
  }
}

function buildRepeat(node: RegexNode & { kind: 'repeat' }, next: number, instructions: Instruction[]): number {
  let start = next;
  if (node.most === Infinity) {
    const split: Instruction = { kind: 'split', next, other: next };
    start = add(split, instructions);
    split.other = build(node.part, start, instructions);
  } else
    for (let count = node.least; count < node.most; count += 1)
      start = add({ kind: 'split', next, other: build(node.part, start, instructions) }, instructions);
  for (let count = 0; count < node.least; count += 1) start = build(node.part, start, instructions);
  return start;
}
