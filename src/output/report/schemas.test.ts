import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import * as CycloneDX from '@cyclonedx/cyclonedx-library';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { officialSchema, readSchema, schemaValidator } from '#testing/json-schema.ts';
import { rendered, reportsToTry } from '#testing/rendered.ts';

const reports = reportsToTry(150);
const ownSchemas = resolve(import.meta.dirname, 'testdata/schemas');

/** Every report in one format is valid. */
async function expectValid(
  format: string,
  schemaFile: string,
  except: (document: { statements?: unknown[] }) => boolean = () => false,
) {
  const validate = schemaValidator(readSchema(schemaFile));
  for (const { name, report } of reports) {
    const document = JSON.parse(await rendered(format, report));
    if (!except(document)) expect(validate(document), `${format}, ${name}`).toEqual([]);
  }
}

/** Official schemas that are not in the repository: used where they are at hand, and named in the test where they are not. */
function official(file: string): { path: string; skip: boolean; note: string } {
  const path = officialSchema(file);
  return {
    path: path ?? '',
    skip: path === undefined,
    note: path === undefined ? `(skipped: no ${file}; set HOLDFAST_SCHEMAS)` : '',
  };
}

describe('outputs are valid by schemas that the repository has', () => {
  it('SARIF 2.1.0', () => expectValid('sarif', resolve(ownSchemas, 'sarif-2.1.0.json')));

  it('GitLab container scanning', () =>
    expectValid('gitlab', resolve(ownSchemas, 'gitlab-container-scanning-15.json')));

  it('SPDX 2.3', () => expectValid('spdx', resolve(ownSchemas, 'spdx-2.3-written.json')));

  it("CycloneDX 1.6, by the standard's own strict validator", async () => {
    const validator = new CycloneDX.Validation.JsonStrictValidator(CycloneDX.Spec.Version.v1dot6);
    for (const { name, report } of reports) {
      expect(await validator.validate(await rendered('cyclonedx', report)), name).toBeNull();
    }
  });

  it('JUnit is well-formed', async () => {
    for (const { name, report } of reports)
      expect(XMLValidator.validate(await rendered('junit', report)), name).toBe(true);
  });
});

describe('outputs are valid by official schemas that lie elsewhere', () => {
  const sarif = official('sarif-2.1.0.json');
  it.skipIf(sarif.skip)(`SARIF 2.1.0 of OASIS ${sarif.note}`, () => expectValid('sarif', sarif.path));

  const spdx = official('spdx-2.3.json');
  it.skipIf(spdx.skip)(`SPDX 2.3 ${spdx.note}`, () => expectValid('spdx', spdx.path));

  const gitlab = official('gitlab-15.json');
  it.skipIf(gitlab.skip)(`GitLab 15 ${gitlab.note}`, () => expectValid('gitlab', gitlab.path));

  const openvex = official('openvex-0.2.0.json');
  // The schema wants a statement; where nothing was found there is nothing to state.
  it.skipIf(openvex.skip)(`OpenVEX 0.2.0 ${openvex.note}`, () =>
    expectValid('openvex', openvex.path, ({ statements }) => statements?.length === 0),
  );

  for (const file of ['junit-windyroad.xsd', 'junit-jenkins-10.xsd']) {
    const xsd = official(file);
    it.skipIf(xsd.skip || !hasXmllint())(`JUnit, ${file} ${xsd.note}`, async () => {
      const folder = mkdtempSync(resolve(tmpdir(), 'holdfast-junit-'));
      try {
        const files = [];
        for (const [index, { report }] of reports.entries()) {
          const path = resolve(folder, `${index}.xml`);
          writeFileSync(path, await rendered('junit', report));
          files.push(path);
        }
        execFileSync('xmllint', ['--noout', '--nonet', '--schema', xsd.path, ...files], { stdio: 'pipe' });
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

function hasXmllint(): boolean {
  try {
    execFileSync('xmllint', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
