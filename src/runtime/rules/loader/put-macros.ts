import type { Condition, MacroNode } from '../language/ast.ts';
import { ruleLimits } from './limits.ts';

/** A condition as parsed, or with macros put in: `size` and `depth` count what it comes to. */
export interface SizedCondition {
  readonly condition: Condition;
  readonly size: number;
  readonly depth: number;
  /** False where names of macros may still stand in it. */
  readonly complete: boolean;
}

export type MacroLookup = (name: string) => SizedCondition | undefined;

export interface MacroResult extends SizedCondition {
  /** Macros that it names, those inside of other macros included where they were put in on the way. */
  readonly used: ReadonlySet<string>;
  /** The first thing that is wrong; `condition` is of no use then. */
  readonly problem: MacroProblem | undefined;
}

export interface MacroProblem {
  readonly kind: 'unknown' | 'loop' | 'too-large' | 'too-deep';
  readonly node: MacroNode;
}

/**
 * Puts the conditions of macros in place of their names. A macro's condition is one object wherever it is used: nothing is copied, so
 * that equal parts can be seen to be equal, and what is small in the file stays small in memory. What is without macros comes back as it is.
 */
export function putMacros(condition: Condition, lookup: MacroLookup): MacroResult {
  const put = new MacroPutter(lookup);
  const result = put.resolve(condition);
  return { ...result, complete: true, used: put.used, problem: put.loop ?? put.limit ?? put.unknown };
}

class MacroPutter {
  readonly used = new Set<string>();
  readonly #lookup: MacroLookup;
  readonly #path = new Set<string>();
  readonly #done = new Map<string, SizedCondition>();
  loop: MacroProblem | undefined;
  limit: MacroProblem | undefined;
  unknown: MacroProblem | undefined;

  constructor(lookup: MacroLookup) {
    this.#lookup = lookup;
  }

  resolve(node: Condition): SizedCondition {
    switch (node.kind) {
      case 'check':
        return { condition: node, size: 1, depth: 1, complete: true };
      case 'macro':
        return this.#macro(node);
      case 'not': {
        const child = this.resolve(node.child);
        const condition = child.condition === node.child ? node : { ...node, child: child.condition };
        return { condition, size: child.size + 1, depth: child.depth + 1, complete: true };
      }
      default: {
        let size = 1;
        let depth = 0;
        let changed = false;
        const children: Condition[] = [];
        for (const before of node.children) {
          const child = this.resolve(before);
          size += child.size;
          if (child.depth > depth) depth = child.depth;
          if (child.condition !== before) changed = true;
          children.push(child.condition);
        }
        return { condition: changed ? { ...node, children } : node, size, depth: depth + 1, complete: true };
      }
    }
  }

  #macro(node: MacroNode): SizedCondition {
    const unresolved: SizedCondition = { condition: node, size: 1, depth: 1, complete: false };
    if (this.limit !== undefined) return unresolved;
    const macro = this.#lookup(node.name);
    if (macro === undefined) {
      this.unknown ??= { kind: 'unknown', node };
      return unresolved;
    }
    if (this.#path.has(node.name)) {
      this.loop ??= { kind: 'loop', node };
      return unresolved;
    }
    this.used.add(node.name);
    if (this.#path.size >= ruleLimits.macroDepth) {
      this.limit ??= { kind: 'too-deep', node };
      return unresolved;
    }
    const result = macro.complete ? macro : this.#nested(node.name, macro);
    // An explosion is stopped where it shows: the object is small, but whoever walks it would not be done in this life.
    if (result.size > ruleLimits.expandedNodes) this.limit ??= { kind: 'too-large', node };
    if (result.depth > ruleLimits.expandedDepth) this.limit ??= { kind: 'too-deep', node };
    return this.limit === undefined ? result : unresolved;
  }

  #nested(name: string, macro: SizedCondition): SizedCondition {
    const known = this.#done.get(name);
    if (known !== undefined) return known;
    this.#path.add(name);
    const result = this.resolve(macro.condition);
    this.#path.delete(name);
    this.#done.set(name, result);
    return result;
  }
}
