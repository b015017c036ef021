import { describe, expect, it } from 'vitest';
import { runCatalogers } from '../../../../testing/run-catalogers.ts';
import { javaPomXml } from './pom-xml.ts';

const parent = `<project>
  <groupId>com.example</groupId><artifactId>parent</artifactId><version>\${revision}</version>
  <properties><revision>2.0.0</revision><lib>1.0</lib><own>\${project.version}</own></properties>
  <dependencyManagement><dependencies>
    ${dependency('org.example', 'managed', value('lib'))}
    ${dependency('org.example', 'test-managed', '3.0', '<scope>test</scope>')}
    ${dependency('com.example', 'bom', '1.0', '<type>pom</type><scope>import</scope>')}
  </dependencies></dependencyManagement>
  <dependencies>${dependency('org.example', 'inherited', value('lib'))}</dependencies>
</project>`;

const child = `<project>
  <parent><groupId>com.example</groupId><artifactId>parent</artifactId><version>\${revision}</version></parent>
  <artifactId>child</artifactId>
  <properties><lib>1.5</lib></properties>
  <dependencies>
    ${dependency('org.example', 'managed')}
    ${dependency('org.example', 'test-managed')}
    ${dependency('org.example', 'from-bom')}
    ${dependency('com.example', 'sibling', value('project.version'))}
    ${dependency('org.example', 'ranged', '[1.0,2.0)')}
  </dependencies>
</project>`;

const bom = `<project>
  <groupId>com.example</groupId><artifactId>bom</artifactId><version>1.0</version>
  <dependencyManagement><dependencies>
    ${dependency('org.example', 'from-bom', '4.4')}
    ${dependency('com.example', 'bom', '1.0', '<scope>import</scope>')}
  </dependencies></dependencyManagement>
</project>`;

describe('java/pom-xml', () => {
  it('inherits from a parent in the tree and imports its boms, the child first', () => {
    const { packages, issues } = run({ 'pom.xml': parent, 'child/pom.xml': child, 'bom/pom.xml': bom });
    const ofChild = packages.filter(({ locations }) => locations[0] === 'child/pom.xml');
    expect(ofChild.map(({ name, version, dev }) => `${name}@${version}${dev ? ' dev' : ''}`)).toEqual([
      'com.example:child@2.0.0',
      'org.example:managed@1.5',
      'org.example:test-managed@3.0 dev',
      'org.example:from-bom@4.4',
      'com.example:sibling@2.0.0',
      'org.example:inherited@1.5',
    ]);
    expect(issues.map(({ code, where }) => [code, where])).toEqual([['java/version-unknown', 'child/pom.xml']]);
    expect(issues[0]?.message).toContain('org.example:ranged');
  });

  it('names the parent that is not in the tree', () => {
    const { packages, issues } = run({ 'child/pom.xml': child });
    expect(packages).toEqual([]);
    expect(issues[0]?.message).toContain('com.example:parent');
  });

  it('ends where poms are each other’s parent, or a property its own value', () => {
    const loop = (own: string, other: string) =>
      `<project><parent><groupId>g</groupId><artifactId>${other}</artifactId><version>1</version><relativePath>../${other}</relativePath></parent>
      <artifactId>${own}</artifactId><properties><a>\${b}</a><b>\${a}</b></properties><dependencies>${dependency('g', 'x', value('a'))}</dependencies></project>`;
    const { packages } = run({ 'a/pom.xml': loop('a', 'b'), 'b/pom.xml': loop('b', 'a') });
    expect(packages.map(({ name }) => name)).toEqual(['g:a', 'g:b']);
  });

  it('does not let a value grow without bound', () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `<p${n + 1}>\${p${n}}\${p${n}}</p${n + 1}>`).join('');
    const pom = `<project><properties><p0>xx</p0>${doubling}</properties><dependencies>${dependency('g', 'x', value('p60'))}</dependencies></project>`;
    const start = performance.now();
    expect(run({ 'pom.xml': pom }).packages).toEqual([]);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('ends where many boms import each other', () => {
    const count = 40;
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, n) => {
        const imports = Array.from({ length: count }, (_, m) =>
          dependency('g', `b${m}`, '1', '<scope>import</scope>'),
        ).join('');
        return [
          `b${n}/pom.xml`,
          `<project><groupId>g</groupId><artifactId>b${n}</artifactId><version>1</version><dependencyManagement><dependencies>${imports}</dependencies></dependencyManagement></project>`,
        ];
      }),
    );
    const start = performance.now();
    expect(run(files).packages.length).toBe(count);
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

function dependency(group: string, artifact: string, version?: string, more = ''): string {
  const written = version === undefined ? '' : `<version>${version}</version>`;
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${written}${more}</dependency>`;
}

function run(files: Record<string, string>) {
  return runCatalogers([javaPomXml], new Map(Object.entries(files)), 'source');
}

/** An expression as a pom writes it. */
function value(name: string): string {
  return `\${${name}}`;
}
