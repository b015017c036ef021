import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rendered, reportsToTry } from '#testing/rendered.ts';
import { sampleReport } from '#testing/sample-report.ts';
import { reportFormats } from './index.ts';

const docs = resolve(import.meta.dirname, '../../../docs');

describe('the registry of formats', () => {
  it('is sorted by id, and every id is a file of its own', () => {
    const ids = reportFormats.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    const files = readdirSync(import.meta.dirname);
    for (const id of ids) expect(files).toContain(`${id}.ts`);
  });

  it('has every file that renders a report', () => {
    const rendering = readdirSync(import.meta.dirname).filter(
      (file) =>
        file.endsWith('.ts') &&
        /export const render\w+: Render\b/.test(readFileSync(resolve(import.meta.dirname, file), 'utf8')),
    );
    expect(rendering.sort()).toEqual(reportFormats.map(({ id }) => `${id}.ts`).sort());
  });

  it('is what docs/formats.md lists', () => {
    const table = readFileSync(resolve(docs, 'formats.md'), 'utf8');
    const listed = [...table.matchAll(/^\| `([a-z]+)` +\| ([^|]+) \|/gm)].map(([, id, describes]) => [
      id,
      describes?.trim(),
    ]);
    expect(listed).toEqual(reportFormats.map(({ id, describes }) => [id, describes]));
  });

  it('loads no other format with one', () => {
    const index = readFileSync(resolve(import.meta.dirname, 'index.ts'), 'utf8');
    expect(index.match(/^import .*$/gm)).toEqual(["import type { ReportFormat } from './report-format.ts';"]);
  });

  it.each(reportFormats.map(({ id }) => id))(
    '%s: the same report gives the same text, ended by one line feed, and is not changed',
    async (id) => {
      for (const { name, report } of reportsToTry(10)) {
        const before = JSON.stringify(report);
        const text = await rendered(id, report);
        expect(await rendered(id, structuredClone(report)), name).toBe(text);
        expect(JSON.stringify(report), name).toBe(before);
        expect(text, name).toMatch(/[^\n]\n$/);
      }
    },
  );

  it.each(reportFormats.map(({ id }) => id))('%s: a large report takes less than two seconds', async (id) => {
    const { findings, packages } = sampleReport();
    const many = sampleReport({
      packages: Array.from({ length: 5_000 }, (_, index) => ({
        ...(packages[8] as (typeof packages)[number]),
        purl: `pkg:npm/p${index}@1.0.0`,
        name: `p${index}`,
      })),
      findings: Array.from({ length: 5_000 }, (_, index) => ({
        ...(findings[5] as (typeof findings)[number]),
        id: `CVE-2024-${10_000 + index}`,
        fingerprint: index.toString(16).padStart(32, '0'),
        package: { purl: `pkg:npm/p${index}@1.0.0`, name: `p${index}`, version: '1.0.0', type: 'npm' },
      })),
    });
    const started = performance.now();
    await rendered(id, many);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
