import { describe, expect, it } from 'vitest';
import { type CelIssue, type CompileOptions, compileExpression } from './expression.ts';
import { toJs } from './to-js.ts';

function value(source: string, bindings: Record<string, unknown> = {}, options: Partial<CompileOptions> = {}): unknown {
  const compiled = compileExpression(source, { variables: Object.keys(bindings), ...options });
  if (!compiled.ok) throw new Error(`${source}: ${compiled.issue.message}`);
  const result = compiled.value.evaluate(bindings);
  if (!result.ok) throw new Error(`${source}: ${result.issue.message}`);
  return toJs(result.value);
}

function compileIssue(source: string, options: Partial<CompileOptions> = {}): CelIssue {
  const compiled = compileExpression(source, { variables: ['object', 'list'], ...options });
  if (compiled.ok) throw new Error(`${source} compiled`);
  return compiled.issue as CelIssue;
}

function evaluationIssue(
  source: string,
  bindings: Record<string, unknown> = {},
  options: Partial<CompileOptions> = {},
): CelIssue {
  const compiled = compileExpression(source, { variables: Object.keys(bindings), ...options });
  if (!compiled.ok) throw new Error(compiled.issue.message);
  const result = compiled.value.evaluate(bindings);
  if (result.ok) throw new Error(`${source} gave ${String(result.value)}`);
  return result.issue as CelIssue;
}

describe('values from JavaScript', () => {
  it.each([
    ['x + 1', { x: 41 }, 42],
    ['x + 0.5', { x: 1.25 }, 1.75],
    ['type(x) == int', { x: 3 }, true],
    ['type(x) == double', { x: 3.5 }, true],
    ['x.a.b[1]', { x: { a: { b: ['p', 'q'] } } }, 'q'],
    [
      'x["k"] + x.n',
      {
        x: new Map<string, unknown>([
          ['k', 1],
          ['n', 2],
        ]),
      },
      3,
    ],
    ['x.size()', { x: { a: 1, b: undefined } }, 1],
    ['has(x.b)', { x: { b: undefined } }, false],
    ['has(x.toString)', { x: {} }, false],
    ['x == {"a": [1, 2.0]}', { x: { a: [1, 2] } }, true],
    ['x > timestamp("2026-01-01T00:00:00Z")', { x: new Date('2026-06-01') }, true],
    ['x - y == duration("24h")', { x: new Date('2026-06-02'), y: new Date('2026-06-01') }, true],
    ['x == null', { x: null }, true],
  ])('%s', (source, bindings, expected) => {
    expect(value(source, bindings as Record<string, unknown>, { environment: 'policy' })).toEqual(expected);
  });

  it('keeps 64-bit integers exact', () => {
    expect(value('9007199254740993 + 2')).toBe(9007199254740995n);
    expect(value('9007199254740995 - 9007199254740993')).toBe(2);
    expect(evaluationIssue('x * x', { x: 9007199254740991 }).message).toBe('integer overflow');
    expect(value('-9223372036854775808')).toBe(-9223372036854775808n);
  });

  it('reads only own properties', () => {
    expect(evaluationIssue('x.constructor', { x: {} }).message).toBe('no such key: constructor');
    expect(evaluationIssue('x["__proto__"]', { x: {} }).message).toBe('no such key: __proto__');
  });
});

describe('errors', () => {
  it('point to the place', () => {
    expect(compileIssue('object.a ==\n  1 +')).toMatchObject({ code: 'cel/syntax', line: 2, column: 6 });
    expect(compileIssue("1 < 'asdf'")).toMatchObject({
      code: 'cel/type',
      line: 1,
      column: 3,
      snippet: "1 < 'asdf'\n  ^",
    });
    expect(evaluationIssue('object.spec.nope', { object: { spec: {} } })).toMatchObject({
      code: 'cel/evaluation',
      column: 12,
    });
    expect(compileIssue("'😀😀' + object.x == = 1")).toMatchObject({ column: 20 });
  });

  it('say what to do', () => {
    expect(compileIssue('objct.a').hint).toBe('did you mean object?');
    expect(compileIssue('object.a = 1').hint).toBe('compare with ==');
    expect(compileIssue('startsWith(object.a, "x")').hint).toContain('value.startsWith');
    expect(compileIssue('object.a.has()').message).toContain("undeclared reference to 'has'");
    expect(compileIssue('has(object)').hint).toContain('has(a.b)');
    expect(compileIssue('list.all(1, true)').message).toContain('simple name');
    expect(compileIssue('"a".matches("(?=x)")').hint).toContain('RE2');
    expect(compileIssue('duration("1 day")').message).toContain('not a duration');
  });

  it('are found in shapes', () => {
    const shapes = { object: { name: 'string', tags: 'list(string)', layer: { index: 'int' } } };
    expect(compileIssue('object.nam == "x"', { shapes })).toMatchObject({
      message: 'object has no field nam',
      hint: 'did you mean name?',
    });
    expect(compileIssue('object.layer.idx > 1', { shapes }).hint).toContain('index');
    expect(compileIssue('object.tags.exists(t, t > 3)', { shapes }).message).toContain("'_>_'");
    expect(compileIssue('has(object.missing)', { shapes }).message).toContain('no field missing');
    expect(
      compileExpression('object.layer.index > 1 && "a" in object.tags', { variables: ['object'], shapes }).ok,
    ).toBe(true);
  });

  it('are absorbed by what decides', () => {
    const object = { a: [0, 1] };
    expect(value('object.x == 1 || true', { object })).toBe(true);
    expect(value('false && object.x == 1', { object })).toBe(false);
    expect(value('object.a.exists(v, 1 / v == 1)', { object })).toBe(true);
    expect(evaluationIssue('object.a.all(v, 1 / v == 1)', { object }).message).toBe('division by zero');
    expect(evaluationIssue('object.x == 1 || false', { object }).message).toBe('no such key: x');
  });
});

describe('what only newer CEL has', () => {
  const policy = { environment: 'policy' } as const;

  it.each([
    ['{"a-b": 1}.`a-b`', 1],
    ['cel.bind(x, 2 + 3, x * x)', 25],
    ['[1, "a", null].size()', 3],
    ['"abc".reverse()', 'cba'],
    ['math.greatest(1, 2.5)', 2.5],
    ['math.least([3, 1, 2])', 1],
    ['base64.encode(b"hi")', 'aGk='],
    ['string(base64.decode("aGk"))', 'hi'],
    ['"pkg:deb/debian/curl@7".glob("pkg:deb/**")', true],
    ['[{"n": 2}, {"n": 1}].sortBy(e, e.n).map(e, e.n)', [1, 2]],
  ])('%s', (source, expected) => {
    expect(value(source, {}, policy)).toEqual(expected);
    expect(source.includes('sortBy') || !compileExpression(source, { variables: [] }).ok).toBe(true);
  });

  it('has a variable named package', () => {
    expect(value('package.name', { package: { name: 'curl' } }, policy)).toBe('curl');
    expect(compileIssue('package', { variables: ['package'] }).message).toBe('reserved identifier: package');
  });
});

describe('limits', () => {
  it('stop what takes too long, whatever surrounds it', () => {
    const list = Array.from({ length: 200 }, (_, index) => index);
    const deep = 'list.all(a, list.all(b, list.all(c, list.all(d, a + b + c + d >= 0))))';
    expect(evaluationIssue(`${deep} || true`, { list })).toMatchObject({ code: 'cel/limit' });
    expect(evaluationIssue('list.map(a, list)', { list }, { costLimit: 100 }).code).toBe('cel/limit');
  });

  it('stop texts that grow', () => {
    const doubled = Array.from({ length: 40 }, (_, i) => `.optMap(v${i}, v${i} + v${i})`).join('');
    expect(evaluationIssue(`optional.of(x)${doubled}.value().size()`, { x: 'xx' }).code).toBe('cel/limit');
    const lists = Array.from({ length: 40 }, (_, i) => `.optMap(v${i}, v${i} + v${i})`).join('');
    expect(evaluationIssue(`optional.of(x)${lists}.value().size()`, { x: [1, 2] }).code).toBe('cel/limit');
  });

  it('refuse expressions that are too deep or too long', () => {
    expect(compileIssue(`${'('.repeat(5000)}1${')'.repeat(5000)}`).code).toBe('cel/limit');
    expect(compileIssue(`1${' + 1'.repeat(5000)}`).code).toBe('cel/limit');
    expect(compileIssue(`${'['.repeat(5000)}`).code).toBe('cel/limit');
    expect(compileIssue(`list${'.a'.repeat(5000)}`).code).toBe('cel/limit');
    expect(compileIssue(' '.repeat(200_000)).code).toBe('cel/limit');
    expect(value(`[${'1,'.repeat(2000)}].size()`)).toBe(2000);
    expect(value(Array.from({ length: 3000 }, () => 'true').join(' && '))).toBe(true);
  });

  it('match regular expressions in linear time', () => {
    const started = performance.now();
    expect(value('x.matches("^(a+)+$")', { x: `${'a'.repeat(5000)}!` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('compiled expressions', () => {
  it('name the variables that they read, and their type', () => {
    const compiled = compileExpression('b.x && a.exists(c, c == b.y)', { variables: ['a', 'b', 'c'] });
    expect(compiled.ok && compiled.value.variables).toEqual(['a', 'b']);
    expect(compiled.ok && compiled.value.type).toBe('bool');
  });

  it('can be evaluated again and again', () => {
    const compiled = compileExpression('x.map(v, v * 2)', { variables: ['x'] });
    if (!compiled.ok) throw new Error(compiled.issue.message);
    expect(compiled.value.evaluate({ x: [1] })).toEqual({ ok: true, value: [2] });
    expect(compiled.value.evaluate({ x: 'text' }).ok).toBe(false);
    expect(compiled.value.evaluate({ x: [3, 4] })).toEqual({ ok: true, value: [6, 8] });
    expect(compiled.value.evaluate({}).ok).toBe(false);
  });

  it('shadow from the inside', () => {
    expect(value('[1].map(x, [2].map(x, x + y))', { y: 10 })).toEqual([[12]]);
    expect(value('[[1, 2], [3]].map(x, x.map(y, [x.size(), y]))')).toEqual([
      [
        [2, 1],
        [2, 2],
      ],
      [[1, 3]],
    ]);
  });
});
