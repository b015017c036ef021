import { describe, expect, it } from 'vitest';
import { mutations, randomFrom } from '#testing/fuzz.ts';
import { compileExpression } from './expression.ts';

const seeds = [
  'object.spec.containers.all(c, !has(c.securityContext) || c.?securityContext.?privileged.orValue(false) == false)',
  `object.metadata.labels['app.kubernetes.io/name'] in ['a', "b", r'c\\d', """x"""] ? 1 : -2.5e3`,
  `{'a': 1u, ?'b': optional.of(0x1F)}.transformMap(k, v, k != 'c', [v, ?optional.none()]).size() >= 0`,
  `"%s is %d %.2f".format(['x', 12, 1.5]) + b'\\x41\\101'.size() - timestamp('2026-01-01T00:00:00Z').getFullYear('+01:00')`,
  `quantity('1.5Gi').isLessThan(quantity('2G')) && cidr('10.0.0.0/8').containsIP('10.1.2.3') && semver('1.2.3-rc.1').major() == 1`,
  `cel.bind(x, [3, 1, 2].sort(), x.exists_one(y, y > 2)) || url('https://a.b:1/c?d=e').getHost().matches('^[a-z.]+:\\\\d$') // end`,
];
const variables = ['object', 'oldObject', 'x'];
const bindings = { object: { metadata: { labels: {} }, spec: { containers: [{ name: 'a' }] } }, oldObject: null, x: 7 };
const words =
  `( ) [ ] { } , . ? : ! - + * / % && || == != < <= > >= in true false null 1 2u 0.5 'a' b"b" object x has( .all( .map( .? [? .size() .format( type( dyn( .optMap( optional.of( . " ' \\ \` 9223372036854775807`.split(
    ' ',
  );

/** Every outcome is fine but an exception or a long wait. */
function survives(source: string): void {
  for (const environment of ['kubernetes', 'policy'] as const) {
    const compiled = compileExpression(source, { variables, environment, costLimit: 10_000 });
    if (compiled.ok) compiled.value.evaluate(bindings);
    else expect(compiled.issue.code).toMatch(/^cel\//);
  }
}

describe('hostile expressions', () => {
  it('made by damaging valid ones', () => {
    for (const [index, seed] of seeds.entries()) {
      for (const bytes of mutations(Buffer.from(seed), 700, index + 1)) survives(bytes.toString('utf8'));
    }
  });

  it('made of random words', () => {
    const random = randomFrom(42);
    for (let round = 0; round < 3000; round += 1) {
      const count = 1 + Math.floor(random() * 14);
      survives(
        Array.from({ length: count }, () => words[Math.floor(random() * words.length)]).join(random() < 0.5 ? ' ' : ''),
      );
    }
  });
});
