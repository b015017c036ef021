import { describe, expect, it } from 'vitest';
import { isSpdxExpression } from '#build/inventory/sbom/licences.ts';
import { readSbom } from '#build/inventory/sbom/read-sbom.ts';
import type { Package } from '#core/package.ts';
import { rendered, reportsToTry } from '#testing/rendered.ts';
import { sampleFindings, samplePackages, sampleReport } from '#testing/sample-report.ts';

const formats = ['cyclonedx', 'spdx'] as const;

/** JSON carries lone surrogates, but a purl or a licence text written through UTF-8 does not: both sides are compared well-formed. */
const wellFormed = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, each) => (typeof each === 'string' ? each.toWellFormed() : each)));

function normal(packages: readonly Package[]): Package[] {
  return wellFormed(
    packages.map(({ dependsOn, ...rest }) => ({
      ...rest,
      ...(dependsOn && dependsOn.length > 0 ? { dependsOn } : {}),
    })),
  );
}

describe.each(formats)('%s read back', (format) => {
  it('gives the same packages, system and image', async () => {
    for (const { name, report } of reportsToTry(150)) {
      const read = readSbom(Buffer.from(await rendered(format, report)), name);
      expect(read.ok, name).toBe(true);
      if (!read.ok) continue;
      expect(normal(read.value.packages), name).toEqual(normal(report.packages));
      if (report.os) expect(wellFormed(read.value.os), name).toEqual(wellFormed(report.os));
      expect(read.value.image?.reference.toWellFormed(), name).toBe(report.image?.reference.toWellFormed());
      expect(wellFormed(read.value.image?.layers ?? []), name).toEqual(wellFormed(report.image?.layers ?? []));
      expect(read.value.image?.digest, name).toEqual(report.image?.digest);
    }
  });

  it('has the same text for the same report', async () => {
    expect(await rendered(format, sampleReport())).toBe(await rendered(format, sampleReport()));
    const other = sampleReport({ packages: samplePackages.slice(1) });
    const identity = (text: string) => JSON.parse(text).serialNumber ?? JSON.parse(text).documentNamespace;
    expect(identity(await rendered(format, other))).not.toBe(identity(await rendered(format, sampleReport())));
  });
});

describe('cyclonedx', () => {
  it('has unique references that all exist', async () => {
    for (const { name, report } of reportsToTry(100)) {
      const bom = JSON.parse(await rendered('cyclonedx', report));
      const refs: string[] = [bom.metadata.component, ...bom.components].map((component) => component['bom-ref']);
      expect(new Set(refs).size, name).toBe(refs.length);
      const known = new Set(refs);
      for (const { ref, dependsOn } of bom.dependencies)
        for (const each of [ref, ...dependsOn]) expect(known.has(each), name).toBe(true);
      for (const { affects } of bom.vulnerabilities)
        for (const { ref } of affects) expect(known.has(ref), name).toBe(true);
      const dependencies = bom.dependencies.map(({ ref }: { ref: string }) => ref);
      expect(new Set(dependencies).size, name).toBe(dependencies.length);
    }
  });

  it('joins one vulnerability of several packages, and keeps a waived one apart as VEX', async () => {
    const bom = JSON.parse(await rendered('cyclonedx', sampleReport()));
    const openssl = bom.vulnerabilities.filter(({ id }: { id: string }) => id === 'CVE-2024-5535');
    expect(openssl).toHaveLength(1);
    expect(openssl[0].affects).toHaveLength(2);
    expect(openssl[0]).not.toHaveProperty('analysis');
    const babel = bom.vulnerabilities.find(({ id }: { id: string }) => id === 'CVE-2023-45133');
    expect(babel.analysis).toMatchObject({ state: 'not_affected', justification: 'code_not_reachable' });
    const accepted = bom.vulnerabilities.find(({ id }: { id: string }) => id === 'CVE-2023-39325');
    expect(accepted.analysis).toMatchObject({
      state: 'exploitable',
      detail: expect.stringContaining('HTTP/1 only (until 2027-01-31)'),
    });
  });

  it('has each vulnerability finding once', async () => {
    const bom = JSON.parse(await rendered('cyclonedx', sampleReport()));
    const prints = bom.vulnerabilities.flatMap(({ properties }: { properties: { name: string; value: string }[] }) =>
      properties.filter(({ name }) => name === 'holdfast:fingerprint').map(({ value }) => value),
    );
    const expected = sampleFindings
      .filter(({ kind }) => kind === 'vulnerability')
      .map(({ fingerprint }) => fingerprint);
    expect(prints.sort()).toEqual([...expected].sort());
  });
});

describe('spdx', () => {
  it('has unique ids, relationships between elements that exist, and licences that are valid and defined', async () => {
    for (const { name, report } of reportsToTry(100)) {
      const document = JSON.parse(await rendered('spdx', report));
      const ids: string[] = ['SPDXRef-DOCUMENT', ...document.packages.map(({ SPDXID }: { SPDXID: string }) => SPDXID)];
      expect(new Set(ids).size, name).toBe(ids.length);
      const known = new Set(ids);
      for (const { spdxElementId, relatedSpdxElement } of document.relationships) {
        expect(known.has(spdxElementId) && known.has(relatedSpdxElement), name).toBe(true);
      }
      const defined = new Set(
        (document.hasExtractedLicensingInfos ?? []).map(({ licenseId }: { licenseId: string }) => licenseId),
      );
      for (const { licenseDeclared } of document.packages) {
        if (licenseDeclared === 'NOASSERTION') continue;
        expect(isSpdxExpression(licenseDeclared), licenseDeclared).toBe(true);
        for (const reference of licenseDeclared.match(/LicenseRef-[\w.-]+/g) ?? [])
          expect(defined.has(reference), name).toBe(true);
      }
    }
  });
});
