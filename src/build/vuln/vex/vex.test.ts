import { describe, expect, it } from 'vitest';
import type { Finding } from '#core/finding.ts';
import { mutations } from '#testing/fuzz.ts';
import { applyVex, readVex, toOpenVex, vexVerdict } from './index.ts';

function finding(id: string, purl: string, more: Partial<Finding> = {}): Finding {
  return {
    fingerprint: id,
    kind: 'vulnerability',
    id,
    aliases: [],
    title: id,
    severity: 'high',
    package: { purl, name: 'x', version: '1.0.0', type: 'npm' },
    fix: { state: 'fixed', versions: ['1.2.0'] },
    evidence: {},
    ...more,
  };
}

const openVex = (statements: unknown[], more: object = {}) =>
  Buffer.from(
    JSON.stringify({
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': 'https://example.org/vex/1',
      author: 'Security team',
      timestamp: '2024-01-01T00:00:00Z',
      version: 1,
      statements,
      ...more,
    }),
  );

const cycloneDx = (vulnerabilities: unknown[]) =>
  Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: 'urn:uuid:1',
      metadata: { timestamp: '2024-01-01T00:00:00Z', authors: [{ name: 'Security team' }] },
      components: [
        {
          'bom-ref': 'ref-1',
          type: 'library',
          name: 'x',
          purl: 'pkg:npm/x@1.0.0',
          components: [{ 'bom-ref': 'ref-2', name: 'y', purl: 'pkg:npm/y@2.0.0' }],
        },
      ],
      vulnerabilities,
    }),
  );

function document(bytes: Buffer) {
  const read = readVex(bytes, 'vex.json');
  if (!read.ok) throw new Error(read.issue.message);
  return read.value;
}

const target = finding('CVE-2024-1', 'pkg:npm/x@1.0.0?foo=bar');
const waivedBy = (bytes: Buffer, subject?: { ids: string[] }, one = target) =>
  applyVex([one], [document(bytes)], subject).findings[0]?.waived;

describe('OpenVEX', () => {
  const statement = (more: object = {}) => ({
    vulnerability: { name: 'CVE-2024-1' },
    products: [{ '@id': 'pkg:npm/x@1.0.0' }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
    impact_statement: 'Never called.',
    ...more,
  });

  it('waives what is not affected or fixed, with its reason, and removes nothing', () => {
    expect(waivedBy(openVex([statement()]))).toEqual({
      by: 'OpenVEX by Security team',
      reason: 'vulnerable_code_not_in_execute_path: Never called.',
      status: 'not_affected',
    });
    expect(waivedBy(openVex([statement({ status: 'fixed' })]))?.status).toBe('fixed');
    expect(waivedBy(openVex([statement({ status: 'affected' })]))).toBeUndefined();
    expect(waivedBy(openVex([statement({ status: 'under_investigation' })]))).toBeUndefined();
    expect(applyVex([target], []).findings).toEqual([target]);
  });

  it.each([
    ['a purl without version', 'pkg:npm/x', true],
    ['a purl with the version', 'pkg:npm/x@1.0.0', true],
    ['another version', 'pkg:npm/x@2.0.0', false],
    ['another type', 'pkg:pypi/x@1.0.0', false],
    ['another namespace', 'pkg:npm/%40a/x@1.0.0', false],
    ['a qualifier that is equal', 'pkg:npm/x@1.0.0?foo=bar', true],
    ['a qualifier that differs', 'pkg:npm/x@1.0.0?foo=other', false],
    ['a qualifier that the package does not have', 'pkg:npm/x@1.0.0?arch=amd64', true],
    ['anything else', 'not a purl', false],
  ])('means a package by %s', (_name, id, covered) => {
    expect(waivedBy(openVex([statement({ products: [{ '@id': id }] })])) !== undefined).toBe(covered);
    expect(
      waivedBy(openVex([statement({ products: [{ '@id': 'x', identifiers: { purl: id } }] })])) !== undefined,
    ).toBe(covered);
  });

  it.each([
    ['the reference', 'registry.example/app:1.2', true],
    ['another reference', 'registry.example/other:1.2', false],
    ['a purl with repository and tag', 'pkg:oci/app?repository_url=registry.example/app&tag=1.2', true],
    ['a purl with another tag', 'pkg:oci/app?repository_url=registry.example/app&tag=1.3', false],
    ['a purl with the digest', `pkg:oci/app@sha256%3A${'a'.repeat(64)}`, true],
    ['a purl with another digest', `pkg:oci/app@sha256%3A${'b'.repeat(64)}`, false],
  ])('means a part of the image by %s', (_name, id, covered) => {
    const subject = { ids: ['registry.example/app:1.2', `sha256:${'a'.repeat(64)}`] };
    const product = { '@id': id, subcomponents: [{ '@id': 'pkg:npm/x' }] };
    expect(waivedBy(openVex([statement({ products: [product] })]), subject) !== undefined).toBe(covered);
    const other = { '@id': id, subcomponents: [{ '@id': 'pkg:npm/y' }] };
    expect(waivedBy(openVex([statement({ products: [other] })]), subject)).toBeUndefined();
    expect(waivedBy(openVex([statement({ products: [{ '@id': id }] })]), subject) !== undefined).toBe(covered);
  });

  it('takes the latest statement, and of equally old ones the last', () => {
    const later = statement({ status: 'affected', timestamp: '2024-03-01T00:00:00Z' });
    const earlier = statement({ timestamp: '2024-02-01T00:00:00+02:00' });
    expect(waivedBy(openVex([later, earlier]))).toBeUndefined();
    expect(waivedBy(openVex([statement({ status: 'affected' }), statement()]))?.status).toBe('not_affected');
    const verdict = vexVerdict(target, [document(openVex([statement({ status: 'under_investigation' })]))]);
    expect(verdict?.statement.status).toBe('under_investigation');
  });

  it('knows a vulnerability by its aliases on either side, in any case', () => {
    const alias = finding('CVE-2024-9', 'pkg:npm/x@1.0.0', { aliases: ['GHSA-ABCD'] });
    expect(waivedBy(openVex([statement({ vulnerability: { name: 'ghsa-abcd' } })]), undefined, alias)).toBeDefined();
    expect(
      waivedBy(openVex([statement({ vulnerability: { name: 'X-1', aliases: ['CVE-2024-9'] } })]), undefined, alias),
    ).toBeDefined();
    expect(
      waivedBy(
        openVex([statement({ vulnerability: { '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2024-9' } })]),
        undefined,
        alias,
      ),
    ).toBeDefined();
  });

  it('reads version 0.0.1 with plain texts', () => {
    const bytes = openVex([{ vulnerability: 'CVE-2024-1', products: ['pkg:npm/x@1.0.0'], status: 'fixed' }], {
      '@context': 'https://openvex.dev/ns',
    });
    expect(waivedBy(bytes)?.status).toBe('fixed');
  });

  it('counts statements that it cannot read', () => {
    const read = readVex(openVex([statement(), { status: 'not_affected' }, statement({ status: 'maybe' })]));
    expect(read.ok && read.value.statements).toHaveLength(1);
    expect(read.ok && read.issues).toMatchObject([{ code: 'vex/bad-statement', level: 'warning' }]);
  });

  it("does not replace a user's own waiver", () => {
    const waived = { by: 'policy', reason: 'accepted' };
    expect(waivedBy(openVex([statement()]), undefined, { ...target, waived })).toEqual(waived);
  });

  it('says that a document is about other products', () => {
    const result = applyVex([target], [document(openVex([statement({ products: [{ '@id': 'pkg:npm/z' }] })]))]);
    expect(result.issues).toMatchObject([{ code: 'vex/other-product', where: 'https://example.org/vex/1' }]);
  });
});

describe('CycloneDX VEX', () => {
  const vulnerability = (state: string, ref: string, more: object = {}) => ({
    id: 'CVE-2024-1',
    analysis: { state, justification: 'code_not_reachable', detail: 'Never called.' },
    affects: [{ ref }],
    ...more,
  });

  it.each([
    ['not_affected', 'not_affected'],
    ['false_positive', 'not_affected'],
    ['resolved', 'fixed'],
    ['resolved_with_pedigree', 'fixed'],
    ['exploitable', undefined],
    ['in_triage', undefined],
    ['constructor', undefined],
  ])('%s', (state, status) => {
    expect(waivedBy(cycloneDx([vulnerability(state, 'ref-1')]))?.status).toBe(status);
  });

  it.each([
    ['a bom-ref', 'ref-1', true],
    ['another component', 'ref-2', false],
    ['a BOM-Link', 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#ref-1', true],
    ['a purl', 'pkg:npm/x@1.0.0', true],
    ['a BOM-Link to a purl', 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm%2Fx%401.0.0', true],
  ])('means a component by %s', (_name, ref, covered) => {
    expect(waivedBy(cycloneDx([vulnerability('not_affected', ref)])) !== undefined).toBe(covered);
  });

  it('finds nested components, and takes references for aliases', () => {
    const nested = finding('CVE-2024-1', 'pkg:npm/y@2.0.0');
    expect(waivedBy(cycloneDx([vulnerability('not_affected', 'ref-2')]), undefined, nested)).toBeDefined();
    const alias = finding('GHSA-1', 'pkg:npm/x@1.0.0');
    expect(
      waivedBy(
        cycloneDx([vulnerability('not_affected', 'ref-1', { references: [{ id: 'GHSA-1' }] })]),
        undefined,
        alias,
      ),
    ).toBeDefined();
  });

  it('takes nothing from vulnerabilities without analysis', () => {
    expect(document(cycloneDx([{ id: 'CVE-2024-1', affects: [{ ref: 'ref-1' }] }])).statements).toEqual([]);
  });
});

describe('toOpenVex', () => {
  const options = { author: 'Holdfast', time: '2024-06-01T00:00:00Z', product: 'pkg:oci/app@sha256%3Aabc' };

  it('reads back as it was', () => {
    const waived = { by: 'x', reason: 'code_not_reachable: Never called.', status: 'not_affected' };
    const findings = [target, finding('CVE-2024-2', 'pkg:npm/y@2.0.0', { waived, aliases: ['GHSA-2'] })];
    const read = document(Buffer.from(JSON.stringify(toOpenVex(findings, options))));
    expect(read.statements).toMatchObject([
      { vulnerabilities: ['CVE-2024-1'], status: 'affected', text: 'Update x to 1.2.0.' },
      {
        vulnerabilities: ['CVE-2024-2', 'GHSA-2'],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
        text: 'Never called.',
      },
    ]);
    const again = applyVex([finding('CVE-2024-2', 'pkg:npm/y@2.0.0')], [read], { ids: [options.product] });
    expect(again.findings[0]?.waived?.status).toBe('not_affected');
  });

  it('has an id that names its content', () => {
    const id = (findings: Finding[]) => (toOpenVex(findings, options) as { '@id': string })['@id'];
    expect(id([target])).toBe(id([target]));
    expect(id([target])).not.toBe(id([]));
  });

  it('an accepted risk is still affected', () => {
    const accepted = { ...target, waived: { by: 'me', reason: 'accepted until autumn' } };
    expect(document(Buffer.from(JSON.stringify(toOpenVex([accepted], options)))).statements).toMatchObject([
      { status: 'affected' },
    ]);
  });
});

describe('readVex', () => {
  it.each([['{'], ['[]'], ['null'], ['{"bomFormat":"SPDX"}'], ['']])('refuses %j with a code', (text) => {
    const read = readVex(Buffer.from(text), 'file.json');
    expect(read.ok ? undefined : read.issue).toMatchObject({
      code: expect.stringMatching(/^vex\//),
      where: 'file.json',
    });
  });

  it('never throws for any bytes', () => {
    const inputs = [
      openVex([
        {
          vulnerability: { name: 'CVE-2024-1' },
          products: [{ '@id': 'pkg:npm/x@1.0.0', subcomponents: [{ '@id': 'pkg:npm/y' }] }],
          status: 'fixed',
        },
      ]),
      cycloneDx([{ id: 'CVE-2024-1', analysis: { state: 'resolved' }, affects: [{ ref: 'ref-1' }] }]),
    ];
    for (const input of inputs) {
      for (const bytes of mutations(input, 2500, 5)) {
        const read = readVex(bytes);
        if (read.ok) applyVex([target], [read.value]);
      }
    }
  });
});
