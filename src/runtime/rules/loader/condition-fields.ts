import type { Condition, Operand } from '../language/ast.ts';

/** Fields that a condition asks for, as they are written (`proc.aname[2]`), sorted, each once. */
export function conditionFields(condition: Condition): string[] {
  const found = new Set<string>();
  const seen = new Set<Condition>();
  const visit = (node: Condition): void => {
    // Conditions of macros are one object wherever they are used.
    if (seen.has(node)) return;
    seen.add(node);
    switch (node.kind) {
      case 'and':
      case 'or':
        for (const child of node.children) visit(child);
        break;
      case 'not':
        visit(node.child);
        break;
      case 'check':
        collect(node.left, found);
        if (node.right !== undefined) collect(node.right, found);
        break;
      case 'macro':
        break;
    }
  };
  visit(condition);
  return [...found].sort();
}

function collect(node: Operand, found: Set<string>): void {
  if (node.kind === 'field') found.add(node.argument === undefined ? node.name : `${node.name}[${node.argument}]`);
  else if (node.kind === 'transformer') for (const operand of node.operands) collect(operand, found);
  else if (node.kind === 'list') for (const item of node.items) collect(item, found);
}
