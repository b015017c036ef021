import { type Attack, sourceAttack } from './attack.ts';

const MiB = 1024 * 1024;
const fill = (text: string, size: number) => Buffer.alloc(size, text);

const laughs = (line: (name: string, times: string) => string, use: (name: string) => string) =>
  Array.from({ length: 30 }, (_, i) => line(`a${i}`, i === 0 ? 'lol' : use(`a${i - 1}`).repeat(10))).join('\n');
const yamlLaughs = Array.from({ length: 30 }, (_, i) =>
  i === 0
    ? 'a0: &a0 [x,x]'
    : `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(',')}]`,
).join('\n');

/** Source trees: lock files, Dockerfiles. */
export const sourceAttacks: readonly Attack[] = [
  sourceAttack('documents nested a million deep', () => ({
    'a/package-lock.json': `{"packages":${'{"a":'.repeat(1_000_000)}1${'}'.repeat(1_000_000)}}`,
    'b/pnpm-lock.yaml': fill('[', MiB),
    'c/pnpm-lock.yaml': Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'd/pnpm-lock.yaml': fill('- ', MiB),
    'e/pom.xml': fill('<project>', MiB),
    'f/poetry.lock': `a = ${'['.repeat(MiB)}`,
    'g/Cargo.lock': `${'[a.b.c.'.repeat(100_000)}`,
    'h/uv.lock': `a = ${'{a='.repeat(300_000)}`,
    'i/composer.lock': fill('[', MiB),
    'j/Pipfile.lock': fill('{"a":', MiB),
    'k/deno.lock': fill('[', MiB),
    'l/bun.lock': fill('[', MiB),
    'm/Package.resolved': fill('[', MiB),
    'n/libs.versions.toml': `${'a.'.repeat(200_000)}b = 1`,
    'o/gradle/verification-metadata.xml': fill('<a b="c">', MiB),
    'p/yarn.lock': fill('  ', MiB),
  })),
  sourceAttack('entities and aliases that grow tenfold a line', () => ({
    'a/pom.xml': `<?xml version="1.0"?><!DOCTYPE p [${laughs(
      (name, text) => `<!ENTITY ${name} "${text}">`,
      (name) => `&${name};`,
    )}]><project><groupId>&a29;</groupId><artifactId>a</artifactId><version>1</version></project>`,
    'b/packages.config': `<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><packages><package id="&a;" version="1"/></packages>`,
    'c/pnpm-lock.yaml': `lockfileVersion: '9.0'\n${yamlLaughs}\npackages: *a29\n`,
    'd/environment.yml': `${yamlLaughs}\ndependencies: *a29\n`,
    'e/pom.xml': `<project><properties>${Array.from({ length: 30 }, (_, i) => `<a${i}>${'${a'.concat(String(i + 1), '}').repeat(10)}</a${i}>`).join('')}<a30>${'x'.repeat(100)}</a30></properties><dependencies><dependency><groupId>\${a0}</groupId><artifactId>a</artifactId><version>\${a0}</version></dependency></dependencies></project>`,
  })),
  sourceAttack('lock files of thirty megabytes', () => ({
    'a/yarn.lock': fill('a@1:\n  version "1"\n', 30 * MiB),
    'b/Gemfile.lock': `GEM\n  specs:\n${'    a (1)\n'.repeat(3_000_000)}`,
    'c/requirements.txt': fill('a==1\n', 30 * MiB),
    'd/go.mod': `module x\nrequire (\n${'a.org/b v1.0.0\n'.repeat(2_000_000)})\n`,
    'e/Cargo.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\n\n'.repeat(400_000),
    'f/gradle.lockfile': 'a:b:1=c\n'.repeat(3_000_000),
  })),
  sourceAttack('a requirement line of ten megabytes', () => ({
    'a/requirements.txt': `a==${'9'.repeat(10 * MiB)}`,
    'b/requirements.txt': `a[${','.repeat(10 * MiB)}`,
    'c/requirements.txt': `a${' '.repeat(10 * MiB)};`,
    'd/go.mod': `require a.org/b ${'v'.repeat(10 * MiB)}`,
    'e/yarn.lock': `"${'a@1, '.repeat(2 * MiB)}":\n  version "1"\n`,
    'f/Gemfile.lock': `GEM\n  specs:\n    a (${'('.repeat(10 * MiB)}\n`,
    'g/build.gradle': `implementation ${'"a:b:1", '.repeat(MiB)}`,
    'h/mix.lock': `%{"a": {${':hex, '.repeat(MiB)}`,
    'i/rebar.lock': `[{${'<<"a">>,'.repeat(MiB)}`,
    'j/Podfile.lock': `PODS:\n${'  - a (1):\n'.repeat(500_000)}`,
    'k/conanfile.txt': `[requires]\n${'a/'.repeat(4 * MiB)}`,
    'l/cabal.project.freeze': `constraints: ${'any.a ==1,'.repeat(800_000)}`,
  })),
  sourceAttack('Dockerfiles', () => ({
    'a/Dockerfile': `FROM a\nRUN ${'a'.repeat(1_000_000)}`,
    'b/Dockerfile': `FROM a\nRUN ${'$('.repeat(450_000)}`,
    'c/Dockerfile': `FROM a\nRUN ${'a && '.repeat(190_000)}b`,
    'd/Dockerfile': `FROM a\nRUN ${'"'.repeat(999_999)}`,
    'e/Dockerfile': `FROM a\n${'RUN curl x | sh\n'.repeat(60_000)}`,
    'f/Dockerfile': `${'FROM a AS b\n'.repeat(80_000)}`,
    'g/Dockerfile': `FROM a\nRUN a ${'\\\n'.repeat(480_000)}`,
    'h/Dockerfile': `FROM a\n${'RUN <<A <<B <<C\n'.repeat(60_000)}`,
    'i/Dockerfile': `FROM a\nENV ${'A=$A '.repeat(190_000)}`,
    'j/Dockerfile': `FROM a\n${'ARG A=${A}${A}\nENV A=$A$A\n'.repeat(30_000)}`,
    'k/Dockerfile': `FROM a\n${'COPY --from=b a b\n'.repeat(55_000)}`,
    'l/Dockerfile': `FROM a\nRUN ${'`'.repeat(999_000)}`,
    'm/Dockerfile': `FROM a\nRUN ${'{ ( '.repeat(240_000)}`,
    'n/Dockerfile': `FROM a\nRUN [${'"a",'.repeat(240_000)}`,
    'o/Dockerfile': `FROM a\nLABEL ${'a="b" '.repeat(160_000)}`,
    'p/Dockerfile': `FROM a\nEXPOSE ${'22 '.repeat(330_000)}`,
    'q/Dockerfile': `FROM a\nRUN ${'a<<b '.repeat(200_000)}\n`,
    'r/Dockerfile': `FROM a\nRUN apt-get install ${'-'.repeat(990_000)}`,
  })),
];
