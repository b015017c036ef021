import { describe, expect, it } from 'vitest';
import { mutations } from '../../../testing/fuzz.ts';
import { all, child, childText, parseXml, type XmlElement } from './xml.ts';

describe('parseXml', () => {
  it('reads elements, attributes in both quotes, text and CDATA', () => {
    const root = read(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><!-- <no/> -->
<a one='1' two = "a > b"><b> text </b><b/><c><![CDATA[<d>]]>!</c></a>`);
    expect(root.name).toBe('a');
    expect([...root.attributes]).toEqual([
      ['one', '1'],
      ['two', 'a > b'],
    ]);
    expect(all(root, 'b').map(({ text }) => text)).toEqual(['text', '']);
    expect(childText(root, 'c')).toBe('<d>!');
    expect(child(root, 'nothing')).toBeUndefined();
  });

  it('drops namespace prefixes', () => {
    expect(childText(read('<m:project xmlns:m="x"><m:name>a</m:name></m:project>'), 'name')).toBe('a');
  });

  it('puts in the five entities and characters by number, nothing else', () => {
    expect(read('<a>&lt;&amp;&#65;&#x42;&unknown;&#0;</a>').text).toBe('<&AB&unknown;');
  });

  it.each(['', 'text', '<a>', '<a></b>', '</a>', '<a b="c', '<a><![CDATA[x', '<>x</>'])('fails on %j', (text) => {
    expect(parseXml(text)).toMatchObject({ ok: false, issue: { code: 'xml/invalid' } });
  });

  it('bounds the depth', () => {
    expect(parseXml('<a>'.repeat(1000) + '</a>'.repeat(1000))).toMatchObject({ ok: false });
  });

  it('survives damaged input', () => {
    const seed = Buffer.from('<?xml version="1.0"?><a x="1"><!-- c --><b>t&amp;<![CDATA[d]]></b><c y=\'2\'/></a>');
    const start = performance.now();
    for (const bytes of mutations(seed, 4000, 3)) parseXml(bytes.toString('utf8'));
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

function read(text: string): XmlElement {
  const document = parseXml(text);
  if (!document.ok) throw new Error(document.issue.message);
  return document.value;
}
