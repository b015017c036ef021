import type { ReportFormat } from './report-format.ts';

/** Every output format, sorted by id. The convention test walks this folder. See docs/adding-an-output-format.md. */
export const reportFormats: readonly ReportFormat[] = [
  {
    id: 'cyclonedx',
    describes: 'CycloneDX 1.6 JSON: packages, vulnerabilities and VEX',
    extension: 'cdx.json',
    mediaType: 'application/vnd.cyclonedx+json; version=1.6',
    load: async () => (await import('./cyclonedx.ts')).renderCyclonedx,
  },
  {
    id: 'gitlab',
    describes: 'GitLab container scanning report, schema 15',
    extension: 'json',
    mediaType: 'application/json',
    load: async () => (await import('./gitlab.ts')).renderGitlab,
  },
  {
    id: 'html',
    describes: 'one self-contained page to read, filter and pass on',
    extension: 'html',
    mediaType: 'text/html; charset=utf-8',
    load: async () => (await import('./html.ts')).renderHtml,
  },
  {
    id: 'json',
    describes: 'everything, for programs; schema/scan-1.json',
    extension: 'json',
    mediaType: 'application/json',
    load: async () => (await import('./json.ts')).renderJson,
  },
  {
    id: 'junit',
    describes: 'JUnit XML: one test a finding; what the policy denies fails',
    extension: 'xml',
    mediaType: 'application/xml',
    load: async () => (await import('./junit.ts')).renderJunit,
  },
  {
    id: 'markdown',
    describes: 'summary for a job page or a comment',
    extension: 'md',
    mediaType: 'text/markdown; charset=utf-8',
    load: async () => (await import('./markdown.ts')).renderMarkdown,
  },
  {
    id: 'openvex',
    describes: 'OpenVEX 0.2.0: a statement for each vulnerability',
    extension: 'openvex.json',
    mediaType: 'application/json',
    load: async () => (await import('./openvex.ts')).renderOpenvex,
  },
  {
    id: 'sarif',
    describes: 'SARIF 2.1.0 for code scanning',
    extension: 'sarif',
    mediaType: 'application/sarif+json',
    load: async () => (await import('./sarif.ts')).renderSarif,
  },
  {
    id: 'spdx',
    describes: 'SPDX 2.3 JSON: packages and licences',
    extension: 'spdx.json',
    mediaType: 'application/spdx+json',
    load: async () => (await import('./spdx.ts')).renderSpdx,
  },
  {
    id: 'table',
    describes: 'a first look for people: the verdict, then the few things to do',
    extension: 'txt',
    mediaType: 'text/plain; charset=utf-8',
    load: async () => (await import('./table.ts')).renderTable,
  },
];

export function reportFormat(id: string): ReportFormat | undefined {
  return reportFormats.find((format) => format.id === id);
}
