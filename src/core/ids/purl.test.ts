import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { formatPurl, type PurlParts, parsePurl } from './purl.ts';
import { purlTypes } from './purl-types.ts';

function parsed(text: string): PurlParts {
  const outcome = parsePurl(text);
  if (!outcome.ok) throw new Error(outcome.issue.message);
  return outcome.value;
}

describe('formatPurl', () => {
  it('encodes everything but letters, digits and .-_~:', () => {
    expect(formatPurl({ type: 'generic', name: "a b+c@(d)!*'é", version: '1:2~3/4' })).toBe(
      'pkg:generic/a%20b%2Bc%40%28d%29%21%2A%27%C3%A9@1:2~3%2F4',
    );
  });

  it('sorts qualifiers by key, also where one key begins with another', () => {
    const qualifiers = { 'compiler.version': '16', compiler: 'Visual Studio', empty: '' };
    expect(formatPurl({ type: 'conan', name: 'x', qualifiers })).toBe(
      'pkg:conan/x?compiler=Visual%20Studio&compiler.version=16',
    );
  });

  it('writes a Debian package as other tools do', () => {
    const parts = {
      type: 'deb',
      namespace: 'debian',
      name: 'libstdc++6',
      version: '1:12.2.0-14+deb12u1',
      qualifiers: { distro: 'debian-12', arch: 'amd64' },
    };
    expect(formatPurl(parts)).toBe('pkg:deb/debian/libstdc%2B%2B6@1:12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12');
  });

  it('puts names into the form of their type', () => {
    expect(formatPurl({ type: 'PyPI', name: 'Django_Package' })).toBe('pkg:pypi/django-package');
    expect(formatPurl({ type: 'npm', namespace: '@Babel', name: 'Core' })).toBe('pkg:npm/%40Babel/Core');
    expect(formatPurl({ type: 'golang', namespace: 'github.com/BurntSushi', name: 'toml' })).toBe(
      'pkg:golang/github.com/BurntSushi/toml',
    );
  });

  it('throws for parts that the type forbids', () => {
    expect(() => formatPurl({ type: 'maven', name: 'no-group' })).toThrow('namespace');
    expect(() => formatPurl({ type: 'cargo', namespace: 'a', name: 'b' })).toThrow('no namespace');
    expect(() => formatPurl({ type: 'julia', name: 'Dates' })).toThrow('uuid');
    expect(() => formatPurl({ type: '1x', name: 'a' })).toThrow('type');
  });

  it('writes lone surrogates as the replacement character', () => {
    expect(formatPurl({ type: 'generic', name: 'a\ud800' })).toBe('pkg:generic/a%EF%BF%BD');
  });
});

describe('parsePurl', () => {
  it('accepts purls without the namespace that nobody writes', () => {
    expect(parsed('pkg:golang/stdlib@1.21.0')).toEqual({ type: 'golang', name: 'stdlib', version: '1.21.0' });
  });

  it('reads an npm scope whose @ is not encoded', () => {
    expect(parsed('pkg:npm/@babel/core@7.0.0')).toEqual({
      type: 'npm',
      namespace: '@babel',
      name: 'core',
      version: '7.0.0',
    });
    expect(parsed('pkg:npm/@babel/core')).toEqual({ type: 'npm', namespace: '@babel', name: 'core' });
  });

  it.each([
    ['pkg:npm/%zz', 'broken percent code'],
    ['pkg:npm/a?__proto__=1', 'key outside the grammar'],
    ['pkg:npm/a?k=1&K=2', 'key twice'],
    ['pkg:npm/a?k', 'key without value'],
    ['pkg:npm', 'no name'],
    ['pkg:npm/@1.0', 'empty name'],
    ['pkg:npm/a#b%2Fc', 'slash inside a subpath segment'],
    ['npm/a@1', 'no scheme'],
    ['', 'nothing'],
    [`pkg:npm/${'a'.repeat(20_000)}`, 'too long'],
  ])('refuses %s (%s) with an issue', (text) => {
    const outcome = parsePurl(text);
    expect(outcome.ok).toBe(false);
    expect(outcome.ok ? '' : outcome.issue.code).toBe('purl/invalid');
  });

  it('never throws, and what it reads it writes and reads again unchanged', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed % below;
    };
    const alphabet = [...'pkg:npm/maven%40@?&=#.~ aé', '%2F', '%', 'pkg:deb/debian/a@1?arch=x'];
    for (let round = 0; round < 5000; round += 1) {
      let text = round % 2 ? 'pkg:' : '';
      for (let i = random(25); i >= 0; i -= 1) text += alphabet[random(alphabet.length)];
      const outcome = parsePurl(text);
      if (!outcome.ok) continue;
      const canonical = formatPurl(outcome.value);
      expect(parsed(canonical)).toEqual(outcome.value);
    }
  });
});

it('keeps the type table sorted', () => {
  const types = Object.keys(purlTypes);
  expect(types).toEqual([...types].sort());
});

interface PurlTest {
  readonly description: string;
  readonly test_type: 'parse' | 'build' | 'validate' | 'roundtrip';
  readonly input: string | Readonly<Record<string, unknown>>;
  readonly expected_output?: string | Readonly<Record<string, unknown>> | null;
  readonly expected_failure: boolean;
}

describe.skipIf(skipShared.skip)(`purl-spec suite ${skipShared.note}`, () => {
  const folder = skipShared.skip ? '' : sharedPath('conformance/purl');
  for (const file of skipShared.skip ? [] : readdirSync(folder)) {
    it(`passes all of ${file}`, () => {
      const { tests } = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as { tests: PurlTest[] };
      expect(tests.length).toBeGreaterThan(0);
      for (const test of tests) {
        const wanted = test.expected_failure ? 'failure' : withoutNulls(test.expected_output);
        expect(answer(test), `${test.description}: ${JSON.stringify(test.input)}`).toEqual(wanted);
      }
    });
  }
});

function answer(test: PurlTest): unknown {
  try {
    if (test.test_type === 'build') {
      const input = withoutNulls(test.input) as Partial<PurlParts>;
      return formatPurl({ ...input, type: input.type ?? '', name: input.name ?? '' });
    }
    const parts = parsed(test.input as string);
    return test.test_type === 'parse' ? parts : formatPurl(parts);
  } catch {
    return 'failure';
  }
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null));
}
