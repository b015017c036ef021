import { expect, it } from 'vitest';
import { parseArchiveName } from './file-name.ts';

it.each([
  ['guava-29.0-jre.jar', 'guava', '29.0-jre'],
  ['spring-core-5.3.3.jar', 'spring-core', '5.3.3'],
  ['log4j-1.2-api-2.17.1.jar', 'log4j-1.2-api', '2.17.1'],
  ['maven-core-1.0-beta-9.jar', 'maven-core', '1.0-beta-9'],
  ['akka-actor_2.13-2.6.19.jar', 'akka-actor_2.13', '2.6.19'],
  ['org.eclipse.osgi_3.7.0.v20110613.jar', 'org.eclipse.osgi', '3.7.0.v20110613'],
  ['jackson-annotations-2.15.0-rc2.jar', 'jackson-annotations', '2.15.0-rc2'],
  ['netty-tcnative-boringssl-static-2.0.54.Final-linux-x86_64.jar', 'netty-tcnative-boringssl-static', '2.0.54.Final'],
  ['sisu-guice-3.1.0-no_aop.jar', 'sisu-guice', '3.1.0'],
  ['app-1.0-SNAPSHOT-sources.jar', 'app', '1.0-SNAPSHOT'],
  [
    'listenablefuture-9999.0-empty-to-avoid-conflict-with-guava.jar',
    'listenablefuture',
    '9999.0-empty-to-avoid-conflict-with-guava',
  ],
  ['kotlin-stdlib-jdk8-1.6.0.jar', 'kotlin-stdlib-jdk8', '1.6.0'],
  ['app-boot.jar', 'app-boot', undefined],
  ['catalina.jar', 'catalina', undefined],
  ['-1.0.jar', '-1.0', undefined],
])('%s is %s at %s', (name, artifact, version) => {
  expect(parseArchiveName(name)).toEqual({ artifact, ...(version ? { version } : {}) });
});

it('takes linear time', () => {
  const start = performance.now();
  parseArchiveName(`${'a-1'.repeat(100_000)}.jar`);
  expect(performance.now() - start).toBeLessThan(200);
});
