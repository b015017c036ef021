import type { CelIssue } from './cel/expression.ts';
import type { MatchKind } from './policy.ts';
import type { CompileCel } from './read/read-condition.ts';
import { viewShapes } from './views.ts';

const compiled = new Map<string, Awaited<ReturnType<CompileCel>>>();
const cacheSize = 2000;

/** Compiles CEL over the variables of one kind of rule. The engine is loaded with the first expression: a policy of shorthands never needs it. */
export function compileCel(match: MatchKind): CompileCel {
  return async (source) => {
    const key = `${match}\n${source}`;
    let result = compiled.get(key);
    if (!result) {
      const { compileExpression } = await import('./cel/expression.ts');
      const shapes = viewShapes[match];
      const outcome = compileExpression(source, { variables: Object.keys(shapes), shapes, environment: 'policy' });
      result = outcome.ok ? { compiled: outcome.value } : { issue: outcome.issue as CelIssue };
      if (compiled.size >= cacheSize) compiled.clear();
      compiled.set(key, result);
    }
    return result;
  };
}
