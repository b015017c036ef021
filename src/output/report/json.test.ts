import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScanReport } from '#core/scan-report.ts';
import { readSchema, schemaValidator } from '#testing/json-schema.ts';
import { rendered, reportsToTry } from '#testing/rendered.ts';
import { sampleReport } from '#testing/sample-report.ts';

const schemaFile = resolve(import.meta.dirname, '../../../schema/scan-1.json');

/** Readers must pass over fields they do not know; this test must not, so that the schema names every field that is written. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

describe('json', () => {
  it('is valid by schema/scan-1.json, which names every field', async () => {
    const validate = schemaValidator(closed(readSchema(schemaFile)) as Record<string, unknown>);
    for (const { name, report } of reportsToTry(150)) {
      expect(validate(JSON.parse(await rendered('json', report))), name).toEqual([]);
    }
  });

  it('holds the report without loss', async () => {
    for (const { name, report } of reportsToTry(50)) {
      expect(JSON.parse(await rendered('json', report)), name).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });

  it('has the same text whatever the order of keys in the report', async () => {
    const report = sampleReport();
    // The image's own configuration and the timings are free-form: their order is theirs.
    const free = new Set<unknown>([report.image?.config, report.timings]);
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null || free.has(value)) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, each]) => [key, reversed(each)]),
      );
    };
    expect(await rendered('json', reversed(report) as ScanReport)).toBe(await rendered('json', report));
  });

  it('writes a package and a finding on a line of its own', async () => {
    const text = await rendered('json', sampleReport());
    const line = text.split('\n').find((each) => each.startsWith('{"type":"npm","name":"lodash"'));
    expect(JSON.parse((line ?? '').replace(/,$/, ''))).toMatchObject({ purl: 'pkg:npm/lodash@4.17.15' });
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('says the mode of files as a number and leaves out what is absent', async () => {
    const files = [
      { path: 'usr/bin/su', type: 'file' as const, mode: 0o4755, size: 12, layer: 0 },
      { path: 'bin', type: 'symlink' as const, mode: 0o777, size: 7, linkTarget: 'usr/bin', layer: 1 },
    ];
    const document = JSON.parse(await rendered('json', sampleReport({ files })));
    expect(document.files).toEqual(files);
    expect(JSON.parse(await rendered('json', sampleReport()))).not.toHaveProperty('files');
  });
});
