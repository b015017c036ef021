import { parsePlatform } from '#build/image/platform.ts';
import { parseChallenge } from '#build/image/registry/auth.ts';
import { parseHistoryStep } from '#build/inventory/history-step.ts';
import { redactText } from '#build/inventory/secrets/redact-config.ts';
import { secretRules } from '#build/inventory/secrets/rules/index.ts';
import { scanText } from '#build/inventory/secrets/scan-text.ts';
import { schemes } from '#build/vuln/schemes/index.ts';
import { ask } from '#cli/lab/ask.ts';
import { labParts } from '#cli/lab/index.ts';
import { parseDigest } from '#core/ids/digest.ts';
import { parseImageRef } from '#core/ids/image-ref.ts';
import { formatPurl, parsePurl } from '#core/ids/purl.ts';
import { compileExpression } from '#guard/policy/cel/expression.ts';
import { checkDockerfile } from '#guard/policy/checks/check-dockerfile.ts';
import { parseShell } from '#guard/policy/checks/shell/parse-shell.ts';
import { matchesGlob } from '#guard/policy/glob.ts';
import { parseLicence } from '#guard/policy/licence-expression.ts';
import { mutateText, nastyTokens } from '#testing/fuzz.ts';
import { expandExample } from '#testing/secret-example.ts';
import { below, type FuzzTarget, mutateBytesOrText, pick, promise, type Random } from '../target.ts';

const dockerfile = [
  '# syntax=docker/dockerfile:1',
  'ARG BASE=debian:12',
  'FROM ${BASE} AS build',
  'SHELL ["/bin/bash", "-o", "pipefail", "-c"]',
  'RUN apt-get update && apt-get install -y curl \\',
  '    # comment',
  "    git && curl -sSL http://x/install.sh | sudo bash -s -- \"$(cat <<'E'",
  'x',
  'E',
  ')"',
  'RUN <<EOF',
  'set -e',
  'pip install --trusted-host x y; rm -rf /var/cache',
  'EOF',
  'ENV A=b TOKEN="Zx9kQ7pLm2vB4tRw" C=\'d e\'',
  'COPY --from=build --chown=1:1 a b /c/',
  'ADD https://x/y.tar /z',
  'FROM build',
  'USER root',
  'EXPOSE 22/tcp 80-90',
  'HEALTHCHECK --interval=5m CMD curl -f http://localhost/ || exit 1',
  'ONBUILD RUN chmod 777 /x',
  'CMD ["sh", "-c", "x"]',
].join('\n');

const commands = [
  'apt-get update && apt-get install -y --no-install-recommends "a b" c=1.0 && rm -rf /var/lib/apt/lists/*',
  'set -eux; for i in 1 2; do if [ -f "$x" ]; then curl -k https://a:b@c/d | sh; else wget --no-check-certificate ${URL:-x}; fi; done',
  'cat <<EOF > /etc/x\n$(id) `id`\nEOF\nexport A=1 B="$(echo "x y")" && ( cd /x; { make; } 2>&1 | tee /y ) &',
];

const versions = [
  ...['1.2.3', '2:1.0~rc1-1+b1', '1.0.0-alpha.1+build', '1!2.0.post1.dev3+local', 'v0.0.0-20200101000000-abcdef123456'],
  ...['1.2-r3_alpha', '1.0.Final', '[1.0,2.0)', '>=1 <2 || ^3.1', '~> 2.3', '1.0.x-dev', '17.0.9+9', '2024a'],
];

function randomVersion(random: Random): string {
  const piece = () => (random() < 0.2 ? pick(nastyTokens, random) : pick(versions, random));
  return mutateText(Buffer.from(piece()), random).toString('utf8').slice(0, 3000);
}

/** Keywords, examples and what stands between them, mixed: what the rules' patterns begin to match and do not end. */
function mutateSecrets(seed: Buffer, random: Random): Buffer {
  const rule = pick(secretRules, random);
  const parts = Array.from({ length: 1 + below(12, random) }, () => {
    switch (below(6, random)) {
      case 0:
        return pick(rule.keywords.length > 0 ? rule.keywords : ['key'], random);
      case 1:
        return pick(nastyTokens, random);
      case 2:
        return pick(['=', ' = ', ': "', '\n', "'", ' ', '://', '@', '.', '-----', '\\n'], random).repeat(
          1 + below(200, random),
        );
      case 3:
        return pick(['a', 'A1', '0f', 'Zx9+/', '_', '-'], random).repeat(1 + below(2000, random));
      default:
        return seed.toString('latin1');
    }
  });
  const text = Buffer.from(parts.join(''), 'latin1');
  const mutated = random() < 0.5 ? mutateBytesOrText(text, random) : text;
  return random() < 0.03 ? Buffer.alloc(200_000, mutated.length > 0 ? mutated : 'a') : mutated;
}

const celSeeds = [
  'object.spec.containers.all(c, !has(c.securityContext) || c.?securityContext.?privileged.orValue(false) == false)',
  `{'a': 1u, ?'b': optional.of(0x1F)}.transformMap(k, v, k != 'c', [v, ?optional.none()]).size() >= 0`,
  `"%s is %d".format(['x', 12]) + string(b'\\x41') + string(timestamp('2026-01-01T00:00:00Z').getFullYear('+01:00'))`,
  `quantity('1.5Gi').isLessThan(quantity('2G')) && semver('1.2.3-rc.1').major() == 1 && 'x'.matches('^[a-z.]+:\\\\d$')`,
];

const questions: readonly (readonly [part: string, argument: string | undefined, line: string])[] = [
  ['purl', undefined, '{"purl":"pkg:npm/%40babel/core@7.0.0?a=b#c"}'],
  ['purl', undefined, '{"type":"npm","namespace":"@a","name":"b","version":"1","qualifiers":{"x":"y"}}'],
  ['ranges', 'npm', '{"version":"1.2.3","constraint":">=1.0 <2.0 || 3.x"}'],
  ['ranges', 'maven', '{"version":"1.2.3","constraint":"[1.0,2.0)"}'],
  ['versions', 'deb', '{"a":"1.0~rc1","b":"1.0"}'],
  ['versions', 'pep440', '{"a":"1!1.0.post1","b":"1.0.dev2"}'],
];

const texts = [
  'pkg:deb/debian/curl@7.1-1?arch=amd64&distro=debian-12#sub',
  'docker.io/library/alpine:3.20@sha256:aa',
  `sha256:${'a'.repeat(64)}`,
  'linux/arm64/v8',
  '(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0',
  'usr/**/lib*.so?',
];

export const textTargets: readonly FuzzTarget[] = [
  {
    id: 'cel/expression',
    weight: 4,
    seeds: () => celSeeds.map((text) => Buffer.from(text)),
    run: (input) => {
      const compiled = compileExpression(input.toString('utf8'), {
        variables: ['object', 'x'],
        environment: 'kubernetes',
        costLimit: 10_000,
      });
      if (!compiled.ok) return compiled.issue;
      const result = compiled.value.evaluate({ object: { spec: { containers: [{ name: 'a' }] } }, x: 7 });
      return result.ok ? typeof result.value : result.issue;
    },
  },
  {
    id: 'dockerfile/check',
    weight: 5,
    seeds: () => [Buffer.from(dockerfile)],
    run: (input) => checkDockerfile(input.toString('utf8'), 'Dockerfile'),
    maxResult: (bytes) => (1 << 20) + 2_000 * bytes,
  },
  {
    id: 'ids/texts',
    weight: 4,
    seeds: () => texts.map((text) => Buffer.from(text)),
    run: (input) => {
      const text = input.toString('utf8');
      const purl = parsePurl(text);
      // Percent-encoding may take a long one past the limit.
      if (purl.ok && text.length < 1_000) {
        const again = parsePurl(formatPurl(purl.value));
        promise(
          again.ok && formatPurl(again.value) === formatPurl(purl.value),
          'a purl changes when it is written again',
        );
      }
      return [
        purl,
        parseImageRef(text),
        parseDigest(text),
        parsePlatform(text),
        parseLicence(text),
        matchesGlob(text, 'usr/lib/x/libc.so.6'),
      ];
    },
  },
  {
    id: 'lab/questions',
    weight: 4,
    seeds: () => questions.map(([, , line], index) => Buffer.concat([Buffer.from([index]), Buffer.from(line)])),
    make: (seed, random) => Buffer.concat([seed.subarray(0, 1), mutateBytesOrText(seed.subarray(1), random)]),
    run: async (input) => {
      const [name, argument] = questions[input[0]!]!;
      const part = await labParts.find((one) => one.name === name)!.load();
      const answers: string[] = [];
      const lines = (async function* () {
        yield input.subarray(1);
      })();
      await ask(part, argument, lines, (text) => answers.push(text), { env: {} });
      for (const line of answers.join('').split('\n')) if (line !== '') JSON.parse(line);
      return answers;
    },
  },
  {
    id: 'registry/challenge',
    weight: 2,
    seeds: () => [Buffer.from('Bearer realm="https://auth.x/token",service="registry.x",scope="repository:a/b:pull"')],
    run: (input) => parseChallenge(input.toString('latin1').slice(0, 16_384)),
  },
  {
    id: 'schemes/compare',
    weight: 8,
    seeds: () => [Buffer.alloc(0)],
    make: (_, random) =>
      Buffer.from(
        JSON.stringify([
          below(schemes.length, random),
          randomVersion(random),
          randomVersion(random),
          randomVersion(random),
        ]),
      ),
    run: (input) => {
      const [index, a, b, c] = JSON.parse(input.toString('utf8')) as [number, string, string, string];
      const scheme = schemes[index]!;
      const order = scheme.compare(a, b);
      promise(order === -1 || order === 0 || order === 1, `${scheme.id} compares to ${order}`);
      promise(scheme.compare(b, a) + order === 0, `${scheme.id} is not antisymmetric`);
      promise(scheme.compare(a, a) === 0, `${scheme.id}: a version differs from itself`);
      if (order <= 0 && scheme.compare(b, c) <= 0) promise(scheme.compare(a, c) <= 0, `${scheme.id} is not transitive`);
      return [order, scheme.isValid(a), scheme.satisfies(a, b) ?? null];
    },
  },
  {
    id: 'secrets/text',
    weight: 10,
    seeds: () => secretRules.map((rule) => Buffer.from(expandExample(rule.example).text)),
    make: mutateSecrets,
    run: (input) => {
      const found = scanText(input, 'app/config.env');
      const latin = input.toString('latin1');
      const isUtf16 = input[0] === 0xff && input[1] === 0xfe;
      for (const { start, end, redacted } of isUtf16 ? [] : found.matches) {
        promise(start >= 0 && end <= input.length && start < end, 'a match lies outside the text');
        const secret = latin.slice(start, end);
        promise(secret.length < 12 || !redacted.includes(secret), 'a secret stands in its own redaction');
      }
      return found;
    },
  },
  {
    id: 'shell/parse',
    weight: 5,
    seeds: () => commands.map((text) => Buffer.from(text)),
    run: (input) => {
      const text = input.toString('utf8');
      return [parseShell(text), parseHistoryStep(text), redactText(text)];
    },
    maxResult: (bytes) => (1 << 20) + 2_000 * bytes,
  },
];
