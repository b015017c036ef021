import type { ScanReport } from '#core/scan-report.ts';
import { reportFormat } from '#output/report/index.ts';
import type { RenderOptions } from '#output/report/report-format.ts';
import { randomReport } from './random-report.ts';
import { emptyReport, sampleReport } from './sample-report.ts';

/** A report in a format of the registry. */
export async function rendered(id: string, report: ScanReport, options: RenderOptions = {}): Promise<string> {
  const format = reportFormat(id);
  if (!format) throw new Error(`no format ${id}`);
  return (await format.load())(report, options);
}

/** The sample, the empty one and `count` generated ones, each with a name for messages. */
export function reportsToTry(count: number): { name: string; report: ScanReport }[] {
  return [
    { name: 'sample', report: sampleReport() },
    { name: 'empty', report: emptyReport() },
    ...Array.from({ length: count }, (_, seed) => ({ name: `seed ${seed}`, report: randomReport(seed) })),
  ];
}
