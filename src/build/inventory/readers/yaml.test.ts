import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { mutations } from '../../../testing/fuzz.ts';
import { sharedPath, skipShared } from '../../../testing/shared.ts';
import { parseYaml, type YamlNode, yamlAt, yamlList, yamlText } from './yaml.ts';

describe('parseYaml', () => {
  it('reads block collections, sequences at the column of their key included', () => {
    expect(read('a:\n  b: 1.10\n  c:\n  - x\n  - y: 1\n    z: 2\n  -\n    w: 3\nd:\n')).toEqual({
      a: { b: '1.10', c: ['x', { y: '1', z: '2' }, { w: '3' }] },
      d: '',
    });
  });

  it('reads sequences in sequences and maps in them', () => {
    expect(read('- - a\n  - b\n- c: d\n')).toEqual([['a', 'b'], { c: 'd' }]);
  });

  it('takes quotes and escapes off, keys included', () => {
    expect(read(`"a\\tb": 'it''s'\n'@scope/x@1': "\\u00e9 # no comment"\n`)).toEqual({
      'a\tb': "it's",
      '@scope/x@1': 'é # no comment',
    });
  });

  it('drops comments, not the # inside a word', () => {
    expect(read('a: b # c\n# d\ne: f#g\n')).toEqual({ a: 'b', e: 'f#g' });
  });

  it('reads flow collections, over several lines too', () => {
    expect(read('a: {b: c, "d": [e, f], g: }\nh: [\n  {i: j},\n  "k, l"\n]\n')).toEqual({
      a: { b: 'c', d: ['e', 'f'], g: '' },
      h: [{ i: 'j' }, 'k, l'],
    });
  });

  it('reads block scalars, folded lines and values with colons', () => {
    expect(read('a: |\n  x: y\n  z\nb: one\n  two\nc: https://example.org:80/x\n')).toEqual({
      a: 'x: y\nz',
      b: 'one two',
      c: 'https://example.org:80/x',
    });
  });

  it('reads long keys and tags', () => {
    expect(read('? very long key\n: value\nb: !!str c\nd: &anchor e\n')).toEqual({
      'very long key': 'value',
      b: 'c',
      d: 'e',
    });
  });

  it('reads several documents', () => {
    const documents = parseYaml('---\na: b\n---\nc: d\n...\n');
    expect(documents.ok && documents.value.map(plain)).toEqual([{ a: 'b' }, { c: 'd' }]);
  });

  it('fails with the line where it is lost', () => {
    expect(parseYaml('a: [b\nc: d\n')).toMatchObject({ ok: false, issue: { code: 'yaml/invalid' } });
    expect(parseYaml('a: b\n   c: d\n  e: f\n')).toMatchObject({ ok: true });
    expect(parseYaml('  a: b\nc: d\n')).toMatchObject({
      ok: false,
      issue: { message: expect.stringContaining('line 2') },
    });
  });

  it('answers of the wrong kind are undefined or empty', () => {
    const [root] = (parseYaml('a: b\n') as { value: YamlNode[] }).value;
    expect([yamlAt(root, 'a', 'x'), yamlList(root), yamlText(root)]).toEqual([undefined, [], undefined]);
  });

  it('survives damaged input', () => {
    const seed = Buffer.from(`a:\n  - b: {c: [d, "e"]}\n    'f': |\n      g\n  - - h\n? i\n: j\n---\nk: "l\\u00e9"\n`);
    const start = performance.now();
    for (const bytes of mutations(seed, 4000, 7)) parseYaml(bytes.toString('utf8'));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

describe.skipIf(skipShared.skip)(`parseYaml against the general library ${skipShared.note}`, () => {
  it('reads every YAML file of the fixtures alike', () => {
    const root = sharedPath('fixtures');
    const isYaml = /\.ya?ml$|stack\.yaml\.lock$|pubspec.*lock$|[Pp]odfile.*lock$|cocoapods.*lock$|dart.*\.lock$/;
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => isYaml.test(name));
    expect(files.length).toBeGreaterThan(50);
    for (const name of files) {
      const text = readFileSync(`${root}/${name}`, 'utf8');
      const documents = parseAllDocuments(text, { schema: 'failsafe' });
      if (!Array.isArray(documents) || documents.some((one) => one.errors.length > 0)) continue;
      const ours = parseYaml(text);
      expect(ours.ok && bare(ours.value.map(plain)), name).toEqual(bare(documents.map((one) => one.toJS())));
    }
  });
});

function read(text: string): unknown {
  const documents = parseYaml(text);
  if (!documents.ok) throw new Error(documents.issue.message);
  return plain(documents.value[0] as YamlNode);
}

function plain(node: YamlNode): unknown {
  if (node instanceof Map) return Object.fromEntries([...node].map(([key, value]) => [key, plain(value)]));
  return Array.isArray(node) ? node.map((one) => plain(one as YamlNode)) : node;
}

/** White space inside block scalars, and the ways to write nothing, are not what lock files are read for. */
function bare(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (inner === null ? '' : inner)).replace(/\\n|\s+|null|~/g, '');
}
