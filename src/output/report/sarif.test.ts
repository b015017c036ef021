import { describe, expect, it } from 'vitest';
import { rendered, reportsToTry } from '#testing/rendered.ts';
import { sampleFindings, sampleReport } from '#testing/sample-report.ts';

const dockerfile = {
  path: 'deploy/Dockerfile',
  text: [
    'FROM node:20 AS build',
    'RUN npm run build',
    '',
    'FROM debian:12',
    '# tools',
    'RUN apt-get update && \\',
    '    apt-get install -y curl openssl',
    'WORKDIR /app',
    'COPY . .',
    'RUN npm ci && rm -f .env',
    'CMD ["node", "server.js"]',
  ].join('\n'),
};

const run = async (report = sampleReport(), options = {}) =>
  JSON.parse(await rendered('sarif', report, options)).runs[0];
const resultOf = (results: { ruleId: string }[], id: string) =>
  results.find(({ ruleId }) => ruleId === id) as unknown as Record<string, object[]>;

describe('sarif', () => {
  it('has what GitHub code scanning asks for', async () => {
    for (const { name, report } of reportsToTry(100)) {
      const { tool, results } = await run(report, { dockerfile });
      const { rules } = tool.driver;
      expect(new Set(rules.map(({ id }: { id: string }) => id)).size, name).toBe(rules.length);
      for (const rule of rules) {
        expect(Number(rule.properties['security-severity']), name).toBeGreaterThan(0);
        expect(Number(rule.properties['security-severity']), name).toBeLessThanOrEqual(10);
        expect(rule.properties.tags.length, name).toBeLessThanOrEqual(20);
        expect(rule.shortDescription.text.length, name).toBeLessThanOrEqual(1024);
        expect(rule.help.text, name).not.toBe('');
      }
      for (const result of results) {
        expect(rules[result.ruleIndex].id, name).toBe(result.ruleId);
        expect(result.message.text, name).not.toBe('');
        const { artifactLocation, region } = result.locations[0].physicalLocation;
        expect(artifactLocation.uri, name).not.toMatch(/^\/|^[a-z]+:|\\| /i);
        expect(region.startLine, name).toBeGreaterThan(0);
        expect(result.partialFingerprints.primaryLocationLineHash, name).toMatch(/^[0-9a-f]{32}:1$/);
      }
    }
  });

  it('has a result for each finding with its fingerprint', async () => {
    const { results } = await run();
    expect(
      results.map(
        ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
          partialFingerprints['holdfast/v1'],
      ),
    ).toEqual(sampleFindings.map(({ fingerprint }) => fingerprint));
  });

  it("points at the Dockerfile's line of the layer, with the file in the image beside it", async () => {
    const { results } = await run(sampleReport(), { dockerfile });
    const place = (id: string) =>
      (resultOf(results, id).locations?.[0] as { physicalLocation: unknown } | undefined)?.physicalLocation;
    expect(place('CVE-2024-5535')).toEqual({
      artifactLocation: { uri: 'deploy/Dockerfile', uriBaseId: '%SRCROOT%' },
      region: { startLine: 6, endLine: 7 },
    });
    expect(place('CVE-2021-44228')).toMatchObject({ region: { startLine: 9 } });
    expect(place('CVE-2023-45853'), 'the base image').toMatchObject({ region: { startLine: 4 } });
    expect(place('config/image-user-root'), 'no USER: where it would have to be').toMatchObject({
      region: { startLine: 4 },
    });
    expect(resultOf(results, 'secret/aws-access-key').relatedLocations?.[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'app/.env', uriBaseId: 'ROOTPATH' }, region: { startLine: 3 } },
    });
  });

  it('points into the image without a Dockerfile, and into the repository for a source tree', async () => {
    const { results } = await run();
    expect(resultOf(results, 'CVE-2021-23337').locations?.[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: 'app/node_modules/a/node_modules/lodash/package.json', uriBaseId: 'ROOTPATH' },
      },
      logicalLocations: [{ fullyQualifiedName: 'pkg:npm/lodash@4.17.15' }],
    });
    const { image: _, ...report } = sampleReport({ target: { kind: 'dir', reference: '.' } });
    const tree = await run(report);
    expect(resultOf(tree.results, 'secret/aws-access-key').locations?.[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'app/.env', uriBaseId: '%SRCROOT%' }, region: { startLine: 3 } },
    });
  });

  it('suppresses what is waived and nothing else', async () => {
    const { results } = await run();
    const suppressed = results.filter(({ suppressions }: { suppressions: unknown[] }) => suppressions.length > 0);
    expect(suppressed.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['CVE-2023-45133', 'CVE-2023-39325']);
  });

  it('agrees with the severity that the report shows where CVSS says another', async () => {
    const [finding] = sampleFindings;
    const { tool } = await run(sampleReport({ findings: finding ? [{ ...finding, severity: 'low' }] : [] }));
    expect(tool.driver.rules[0].properties['security-severity']).toBe('2.5');
    expect(tool.driver.rules[0].defaultConfiguration.level).toBe('note');
  });

  it('says what could not be read', async () => {
    const { invocations } = await run();
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications[0]).toMatchObject({
      descriptor: { id: 'java/too-deep' },
      level: 'error',
    });
  });
});
