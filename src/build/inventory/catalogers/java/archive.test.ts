import { describe, expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { type ZipOptions, zipOf } from '../../../../testing/zip-writer.ts';
import { javaArchive, javaLimits } from './archive.ts';

const pom = (group: string, artifact: string, version: string) => ({
  [`META-INF/maven/${group}/${artifact}/pom.properties`]: `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`,
});
const manifest = (text: string) => ({ 'META-INF/MANIFEST.MF': `Manifest-Version: 1.0\r\n${text}\r\n` });
const coordinates = (path: string, bytes: Buffer) =>
  readOne(javaArchive, path, bytes)?.packages?.map(
    ({ name, version, locations }) => `${name}@${version} ${locations?.[0]}`,
  );

describe('java/archive', () => {
  it('reads pom.properties, with the purl of Maven', () => {
    const jar = zipOf(pom('org.apache.logging.log4j', 'log4j-core', '2.14.1'));
    expect(readOne(javaArchive, 'app/log4j-core-2.14.1.jar', jar)?.packages).toEqual([
      {
        type: 'maven',
        name: 'org.apache.logging.log4j:log4j-core',
        version: '2.14.1',
        purl: 'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1',
        locations: ['app/log4j-core-2.14.1.jar'],
      },
    ]);
  });

  it.each<[string, ZipOptions]>([
    ['stored', {}],
    ['deflated', { deflate: true }],
    ['executable', { prefix: Buffer.from('#!/bin/bash\nexec java -jar "$0" "$@"\nexit 0\n') }],
  ])('opens archives in a %s Spring Boot archive', (_, options) => {
    const inner = zipOf(pom('com.fasterxml.jackson.core', 'jackson-databind', '2.9.8'), options);
    const war = zipOf(
      { 'WEB-INF/lib/jackson-databind-2.9.8.jar': inner, ...pom('com.example', 'shop', '1.0') },
      options,
    );
    const outer = zipOf({ ...pom('com.example', 'app', '1.0.0'), 'BOOT-INF/lib/shop.war': war }, options);
    expect(coordinates('app/app-boot.jar', outer)).toEqual([
      'com.example:app@1.0.0 app/app-boot.jar',
      'com.example:shop@1.0 app/app-boot.jar!/BOOT-INF/lib/shop.war',
      'com.fasterxml.jackson.core:jackson-databind@2.9.8 app/app-boot.jar!/BOOT-INF/lib/shop.war!/WEB-INF/lib/jackson-databind-2.9.8.jar',
    ]);
  });

  it('reports every artifact shaded into an archive, and the archive itself', () => {
    const shaded = {
      ...pom('com.google.guava', 'guava', '29.0-jre'),
      ...pom('com.google.j2objc', 'j2objc-annotations', '1.3'),
    };
    const own = manifest('Implementation-Vendor-Id: org.apache.hadoop.thirdparty');
    expect(coordinates('hadoop-shaded-guava-1.1.0.jar', zipOf({ ...shaded, ...own }))).toEqual([
      'org.apache.hadoop.thirdparty:hadoop-shaded-guava@1.1.0 hadoop-shaded-guava-1.1.0.jar',
      'com.google.guava:guava@29.0-jre hadoop-shaded-guava-1.1.0.jar',
      'com.google.j2objc:j2objc-annotations@1.3 hadoop-shaded-guava-1.1.0.jar',
    ]);
  });

  it('takes the only pom.properties of a renamed archive for the archive', () => {
    expect(coordinates('app.jar', zipOf(pom('com.example', 'shop', '2.0')))).toEqual(['com.example:shop@2.0 app.jar']);
  });

  it('fills a pom.properties that lacks parts from the pom.xml beside it, and reads its licences', () => {
    const jar = zipOf({
      'META-INF/maven/g/a/pom.properties': 'artifactId=a\n',
      'META-INF/maven/g/a/pom.xml': `<project><parent><groupId>org.example</groupId><version>7</version></parent><artifactId>a</artifactId>
        <licenses><license><name>Apache-2.0</name></license></licenses></project>`,
    });
    expect(readOne(javaArchive, 'a-7.jar', jar)?.packages).toMatchObject([
      { name: 'org.example:a', version: '7', licenses: ['Apache-2.0'] },
    ]);
  });

  it.each([
    ['commons-compress-1.19.jar', '', 'org.apache.commons:commons-compress@1.19'],
    ['log4j-1.2-api-2.17.1.jar', '', 'org.apache.logging.log4j:log4j-1.2-api@2.17.1'],
    ['unknown-thing-1.0.jar', '', 'unknown-thing:unknown-thing@1.0'],
    ['lib-2.0.jar', 'Bundle-SymbolicName: org.example.deep.lib;singleton:=true\r\n', 'org.example.deep:lib@2.0'],
    [
      'x.jar',
      'Implementation-Title: spring-web\r\nImplementation-Version: 5.3.26\r\n',
      'org.springframework:spring-web@5.3.26',
    ],
    ['ant.jar', 'Specification-Version: 1.10.5\r\n', 'org.apache.ant:ant@1.10.5'],
    [
      'git.hpi',
      'Short-Name: git\r\nGroup-Id: org.jenkins-ci.plugins\r\nPlugin-Version: 4.11.0 (private-01-x)\r\n',
      'org.jenkins-ci.plugins:git@4.11.0',
    ],
  ])('identifies %s by manifest %j and name', (name, attributes, expected) => {
    expect(coordinates(name, zipOf(manifest(attributes)))).toEqual([`${expected} ${name}`]);
  });

  it('finds the group by the package of the classes', () => {
    const jar = zipOf({
      'org/roaringbitmap/A.class': 'x',
      'org/roaringbitmap/insights/B.class': 'x',
      'module-info.class': 'x',
    });
    expect(coordinates('RoaringBitmap-1.3.0.jar', jar)).toEqual([
      'org.roaringbitmap:RoaringBitmap@1.3.0 RoaringBitmap-1.3.0.jar',
    ]);
  });

  it.each([
    'root/.m2/repository/org/example/odd/1.0/odd-1.0.jar',
    'home/u/.gradle/caches/modules-2/files-2.1/org.example/odd/1.0/0123456789abcdef0123456789abcdef01234567/odd-1.0.jar',
  ])('reads coordinates off %s', (path) => {
    expect(coordinates(path, zipOf({ 'a.txt': '' }))).toEqual([`org.example:odd@1.0 ${path}`]);
  });

  it('has nothing to say of an archive without name, manifest or pom', () => {
    expect(readOne(javaArchive, 'app.war', zipOf(manifest('')))).toBeUndefined();
    expect(readOne(javaArchive, 'app.rar', 'Rar!\x1a\x07\x01')).toBeUndefined();
  });

  it.each([
    ['text', 'not an archive', 'warning'],
    ['a cut archive', zipOf(pom('g', 'a', '1')).subarray(0, 100), 'error'],
  ])('reports %s under the name of an archive', (_, content, level) => {
    expect(readOne(javaArchive, 'x.jar', content)).toEqual({
      packages: [],
      issues: [expect.objectContaining({ code: 'java/not-an-archive', where: 'x.jar', level })],
    });
  });

  it('reads the rest where one nested archive is damaged', () => {
    const outer = zipOf({ 'lib/bad.jar': 'PK\x03\x04 but no more', 'lib/good.jar': zipOf(pom('g', 'a', '1')) });
    const facts = readOne(javaArchive, 'outer.ear', outer);
    expect(facts?.packages).toMatchObject([{ name: 'g:a' }]);
    expect(facts?.issues).toMatchObject([{ where: 'outer.ear!/lib/bad.jar' }]);
  });

  it('stops at the depth limit, once', () => {
    let archive = zipOf(pom('g', 'deepest', '1'));
    for (let depth = 0; depth <= javaLimits.depth; depth++) archive = zipOf({ 'a.jar': archive, 'b.jar': archive });
    const facts = readOne(javaArchive, 'deep.jar', archive);
    expect(facts?.issues).toMatchObject([{ code: 'java/nested-limit', level: 'error' }]);
    expect(facts?.packages).toEqual([]);
  });

  it('does not read one overlapping archive without end', () => {
    const classes = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`org/example/Class${n}.class`, '']));
    const start = performance.now();
    const facts = readOne(javaArchive, 'overlap.jar', withRepeatedEntry(zipOf({ 'a.jar': zipOf(classes) }), 15_000));
    expect(facts?.issues).toMatchObject([{ code: 'java/nested-limit', level: 'error' }]);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('does not inflate a bomb', () => {
    const bomb = zipOf({ 'a.jar': Buffer.alloc(javaLimits.ratioFromBytes + 1) }, { deflate: true });
    const before = process.memoryUsage().rss;
    expect(readOne(javaArchive, 'bomb.jar', bomb)?.issues).toMatchObject([{ code: 'java/nested-limit' }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(javaLimits.ratioFromBytes);
  });
});

/** An archive whose directory names its only entry over and over. */
function withRepeatedEntry(zip: Buffer, count: number): Buffer {
  const end = zip.length - 22;
  const start = zip.readUInt32LE(end + 16);
  const entries = Array.from({ length: count }, () => zip.subarray(start, end));
  const record = Buffer.from(zip.subarray(end));
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(count * (end - start), 12);
  return Buffer.concat([zip.subarray(0, start), ...entries, record]);
}
