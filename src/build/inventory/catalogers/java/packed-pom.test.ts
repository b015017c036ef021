import { describe, expect, it } from 'vitest';
import { mutations } from '../../../../testing/fuzz.ts';
import { parseManifest } from './manifest.ts';
import { parsePom, parsePomProperties } from './packed-pom.ts';

describe('parsePomProperties', () => {
  it.each([
    ['#Generated\n#Mon\ngroupId=g\nartifactId=a\nversion=1\n'],
    ['version = 1\r\ngroupId: g\r\n artifactId=a\r\n'],
  ])('reads %j', (text) => {
    expect(parsePomProperties(text)).toEqual({ group: 'g', artifact: 'a', version: '1' });
  });

  it('knows nothing of other keys', () => {
    expect(parsePomProperties('groupIdX=g\nname=a')).toEqual({
      group: undefined,
      artifact: undefined,
      version: undefined,
    });
  });
});

const pom = `<?xml version="1.0"?>
<!-- <groupId>commented.out</groupId> -->
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>org.parent</groupId><artifactId>parent</artifactId><version>\${revision}</version></parent>
  <artifactId>lib&amp;more</artifactId>
  <properties><revision>1.\${minor}</revision><minor>5</minor></properties>
  <dependencies><dependency><groupId>other</groupId><artifactId>dep</artifactId><version>9</version></dependency></dependencies>
  <licenses><license><name> MIT </name><url>x</url></license><license><name>BSD</name></license></licenses>
  <build/>
</project>`;

describe('parsePom', () => {
  it('inherits from the parent and puts in properties', () => {
    expect(parsePom(pom)).toEqual({
      group: 'org.parent',
      artifact: 'lib&more',
      version: '1.5',
      licenses: ['MIT', 'BSD'],
    });
  });

  it('prefers what the project says of itself', () => {
    const text = `<project><groupId>own</groupId><version>2</version><parent><groupId>p</groupId><version>1</version></parent><artifactId>\${project.groupId}.x</artifactId></project>`;
    expect(parsePom(text)).toMatchObject({ group: 'own', artifact: 'own.x', version: '2' });
  });

  it.each([`\${absent}`, `\${a}`, `1.\${project.version}`])('does not know a version of %s', (version) => {
    const text = `<project><artifactId>a</artifactId><version>${version}</version><properties><a>\${b}</a><b>\${a}</b></properties></project>`;
    expect(parsePom(text).version).toBeUndefined();
  });

  it('survives damage, deep nesting and unclosed tags', () => {
    for (const damaged of mutations(Buffer.from(pom), 2000, 1)) parsePom(damaged.toString());
    const start = performance.now();
    parsePom('<a>'.repeat(300_000));
    parsePom('<!--'.repeat(300_000));
    parsePom('<'.repeat(300_000));
    parsePom(
      `<project><version>${`\${a}`.repeat(100_000)}</version><properties><a>\${a}\${a}</a></properties></project>`,
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('parseManifest', () => {
  it('joins continuation lines and ends at the first section', () => {
    const text =
      'Manifest-Version: 1.0\r\nBundle-SymbolicName: org.exam\r\n ple.lib\r\nbundle-symbolicname: twice\r\n\r\nName: a/b/\r\nX: y\r\n';
    expect([...parseManifest(text)]).toEqual([
      ['manifest-version', '1.0'],
      ['bundle-symbolicname', 'org.example.lib'],
    ]);
  });

  it('takes bare carriage returns as line ends and passes over what is no attribute', () => {
    expect([...parseManifest('\rA: 1\rgarbage\r: none\rB: 2')]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });
});
