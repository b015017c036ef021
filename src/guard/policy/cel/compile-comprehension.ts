import type { Comprehension } from './ast.ts';
import { CelError } from './cel-error.ts';
import { compile, located, type Scope } from './compile.ts';
import type { Code, Frame } from './frame.ts';
import { sortBy } from './lib/lists.ts';
import { CelMap, mapEntries } from './maps.ts';
import { type CelValue, kindOf, typeNameOf } from './values.ts';

/** Calls `visit` with the frame's slots set; `visit` returns true to stop. */
type Loop = (frame: Frame, visit: () => boolean) => void;

export function compileComprehension(expr: Comprehension, scope: Scope): Code {
  const loop = compileLoop(expr, scope);
  const inner = expr.second === undefined ? [...scope, expr.first] : [...scope, expr.first, expr.second];
  const body = compile(expr.body, inner).code;
  const filter = expr.filter ? asTest(compile(expr.filter, inner).code, expr.filter.offset) : undefined;
  const slot = scope.length;
  switch (expr.op) {
    case 'all':
      return quantifier(loop, asTest(body, expr.body.offset), false);
    case 'exists':
      return quantifier(loop, asTest(body, expr.body.offset), true);
    case 'existsOne':
      return existsOne(loop, asTest(body, expr.body.offset));
    case 'filter':
      return collect(loop, asTest(body, expr.body.offset), (frame) => frame.locals[slot]);
    case 'map':
    case 'transformList':
      return collect(loop, filter, body);
    case 'transformMap':
      return collectMap(loop, filter, (frame, map) => map.set(frame.locals[slot], body(frame)));
    case 'transformMapEntry':
      return collectMap(loop, filter, (frame, map) => insertEntries(map, body(frame), expr.offset));
    case 'sortBy': {
      const items = collect(loop, undefined, (frame) => frame.locals[slot]);
      const keys = collect(loop, undefined, body);
      return (frame) => {
        try {
          return sortBy(items(frame) as CelValue[], keys(frame) as CelValue[]);
        } catch (error) {
          throw located(error, expr.offset);
        }
      };
    }
  }
}

function compileLoop(expr: Comprehension, scope: Scope): Loop {
  const range = compile(expr.range, scope).code;
  const slot = scope.length;
  const two = expr.second !== undefined;
  return (frame, visit) => {
    const container = range(frame);
    const { locals } = frame;
    if (Array.isArray(container)) {
      for (let index = 0; index < container.length; index += 1) {
        frame.spend(1);
        if (two) {
          locals[slot] = index;
          locals[slot + 1] = container[index];
        } else locals[slot] = container[index];
        if (visit()) return;
      }
      return;
    }
    if (kindOf(container) !== 'map')
      throw new CelError(`got '${typeNameOf(container)}', expected a list or a map`, expr.range.offset);
    for (const [key, value] of mapEntries(container as object)) {
      frame.spend(1);
      locals[slot] = key;
      if (two) locals[slot + 1] = value;
      if (visit()) return;
    }
  };
}

function asTest(code: Code, offset: number): (frame: Frame) => boolean {
  return (frame) => {
    const value = code(frame);
    if (typeof value !== 'boolean') throw new CelError('no such overload: a condition must be true or false', offset);
    return value;
  };
}

/** `all` and `exists`: one element that decides wins over errors in others. */
function quantifier(loop: Loop, test: (frame: Frame) => boolean, decisive: boolean): Code {
  return (frame) => {
    let result = !decisive;
    let failure: unknown;
    loop(frame, () => {
      try {
        if (test(frame) !== decisive) return false;
        result = decisive;
        return true;
      } catch (error) {
        if (!(error instanceof CelError) || error.fatal) throw error;
        failure ??= error;
        return false;
      }
    });
    if (result !== decisive && failure !== undefined) throw failure;
    return result;
  };
}

function existsOne(loop: Loop, test: (frame: Frame) => boolean): Code {
  return (frame) => {
    let count = 0;
    loop(frame, () => {
      if (test(frame)) count += 1;
      return false;
    });
    return count === 1;
  };
}

function collect(loop: Loop, filter: ((frame: Frame) => boolean) | undefined, body: Code): Code {
  return (frame) => {
    const list: CelValue[] = [];
    loop(frame, () => {
      if (!filter || filter(frame)) list.push(body(frame));
      return false;
    });
    return list;
  };
}

function collectMap(
  loop: Loop,
  filter: ((frame: Frame) => boolean) | undefined,
  add: (frame: Frame, map: CelMap) => void,
): Code {
  return (frame) => {
    const map = new CelMap();
    loop(frame, () => {
      if (!filter || filter(frame)) add(frame, map);
      return false;
    });
    return map;
  };
}

function insertEntries(map: CelMap, value: CelValue, offset: number): void {
  if (kindOf(value) !== 'map') throw new CelError('no such overload: transformMapEntry needs a map', offset);
  for (const [key, entry] of mapEntries(value as object)) {
    if (map.has(key)) throw new CelError(`insert failed: key ${String(key)} already exists`, offset);
    map.set(key, entry);
  }
}
