import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Advisories, type BrutePackage, differences, loadAdvisories } from '#testing/brute-force.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { holdfast, home, images, scanJson } from './support.ts';

const skip = images.skip || skipShared.skip;

describe.skipIf(skip)(
  `findings of real scans equal those of an independent matcher ${images.note}${skipShared.note}`,
  () => {
    const db = join(home, 'full.db');
    let advisories: Advisories;

    beforeAll(async () => {
      const imported = await holdfast(['db', 'import', sharedPath('advisories'), '--db', db]);
      expect(imported.code, imported.stderr).toBe(0);
      advisories = loadAdvisories(sharedPath('advisories'));
    }, 180_000);

    it.each([
      ['debian-node', 100],
      ['debian-python', 80],
      ['distroless-nonroot', 5],
      ['root-secrets', 50],
      ['lang-mix', 150],
      ['rpm-sqlite', 50],
    ])('%s', async (name, atLeast) => {
      const report = await scanJson(`oci:${join(images.path, `${name}-oci`)}`, '--db', db);
      const findings = report.findings.filter((finding) => finding.kind === 'vulnerability');
      expect(report.advisories.set).toBe('full');
      expect(differences(report.packages as readonly BrutePackage[], report.os, findings, advisories)).toEqual([]);
      expect(findings.length).toBeGreaterThan(atLeast);
    });
  },
);
