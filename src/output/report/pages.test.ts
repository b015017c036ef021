import { createHash } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { nastyTexts } from '#testing/random-report.ts';
import { rendered, reportsToTry } from '#testing/rendered.ts';
import { emptyReport, sampleReport } from '#testing/sample-report.ts';

describe('html', () => {
  it('is one page: no outside resource, no markup from the target', async () => {
    for (const { name, report } of reportsToTry(100)) {
      const page = await rendered('html', report);
      expect(page.match(/<script/g), name).toHaveLength(1);
      expect(page.match(/<style/g), name).toHaveLength(1);
      expect(page, name).not.toMatch(/<(img|link|iframe|object|embed|base|form)\b/);
      expect(page, name).not.toMatch(/<[a-z][^>]*\ssrc=/i);
      expect(page, name).not.toMatch(/@import|url\(/);
      expect(page, name).not.toMatch(/href="(?!https?:)/);
      expect(page, name).not.toMatch(/<[a-z][^>]*\son\w+=/i);
    }
  });

  it('is well-formed', async () => {
    for (const { name, report } of reportsToTry(100)) {
      const page = await rendered('html', report);
      // Void elements are the only way in which HTML as we write it differs from XML.
      const xml = page
        .replace(/<!doctype html>\n/, '')
        .replace(/<(meta|input|br)\b([^>]*)>/g, '<$1$2/>')
        .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
        .replace(/ (hidden|checked)(?=[ />])/g, ' $1=""');
      expect(XMLValidator.validate(xml), name).toBe(true);
    }
  });

  it('allows exactly its own style and script', async () => {
    const page = await rendered('html', sampleReport());
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    for (const tag of ['style', 'script']) {
      const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '';
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`);
    }
    expect(policy).toContain("default-src 'none'");
  });

  it('has a row for each finding and each package', async () => {
    const report = sampleReport();
    const page = await rendered('html', report);
    expect(page.match(/data-kind=/g)).toHaveLength(report.findings.length);
    for (const { name } of report.packages) expect(page).toContain(name);
  });
});

describe('markdown', () => {
  it('shows the verdict and what to do, and folds the rest', async () => {
    const text = await rendered('markdown', sampleReport());
    expect(text.split('\n')[0]).toBe('## Denied: `registry.example/shop/api:1.4`');
    expect(text.indexOf('| deb `openssl` |')).toBeLessThan(text.indexOf('<details>'));
    expect(text).toContain('Only the starter set');
    expect(await rendered('markdown', emptyReport())).toMatch(/^## Passed: `.`\n/);
  });

  it('lets no markup of the target through', async () => {
    const finding = sampleReport().findings[0];
    for (const nasty of nastyTexts) {
      const report = sampleReport({
        findings: finding
          ? [
              { ...finding, title: nasty, waived: { by: nasty, reason: nasty } },
              { ...finding, title: nasty, remediation: nasty },
            ]
          : [],
        target: { kind: 'dir', reference: nasty },
      });
      const outsideCode = (await rendered('markdown', report)).replace(/(`+)[\s\S]*?\1/g, '');
      const tags = outsideCode.match(/<[^>]*>/g) ?? [];
      expect(
        tags.filter((tag) => !/^<\/?(details|summary)>$/.test(tag)),
        nasty.slice(0, 40),
      ).toEqual([]);
      expect(outsideCode, nasty.slice(0, 40)).not.toContain('](javascript:');
    }
  });

  it('has tables whose rows all have as many cells as their head', async () => {
    for (const { name, report } of reportsToTry(60)) {
      let columns = 0;
      for (const line of (await rendered('markdown', report)).split('\n')) {
        if (!line.startsWith('|')) columns = 0;
        else {
          const here = line.split('|').length;
          if (columns === 0) columns = here;
          expect(here, `${name}: ${line}`).toBe(columns);
        }
      }
    }
  });

  it('stays below what a job summary may hold', async () => {
    const finding = sampleReport().findings[0];
    const findings = Array.from({ length: 20_000 }, () => ({
      ...(finding as NonNullable<typeof finding>),
      title: 'x'.repeat(2000),
    }));
    expect((await rendered('markdown', sampleReport({ findings }), { full: true })).length).toBeLessThan(500_000);
  });
});

describe('junit', () => {
  const parse = async (report = sampleReport()) =>
    new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '',
      isArray: (name) => name === 'testcase' || name === 'testsuite',
    }).parse(await rendered('junit', report)).testsuites.testsuite;

  it('fails what the policy denies, skips what is waived, passes the rest', async () => {
    const suites = await parse();
    const vulnerabilities = suites.find(({ name }: { name: string }) => name.startsWith('holdfast vulnerabilities'));
    const caseOf = (id: string) => vulnerabilities.testcase.find(({ name }: { name: string }) => name.includes(id));
    expect(caseOf('CVE-2021-44228').failure.message).toContain('fixable-critical-or-high');
    expect(caseOf('CVE-2023-45133').skipped.message).toContain('vex.json');
    expect(caseOf('CVE-2022-3715')).not.toHaveProperty('failure');
    expect(vulnerabilities).toMatchObject({ tests: '12', failures: '6', skipped: '2', errors: '0' });
  });

  it('shows an incomplete scan as an error and a deny without findings as a failure', async () => {
    const [scan] = await parse();
    expect(scan.errors).toBe('1');
    const verdict = {
      stage: 'build' as const,
      decision: 'deny' as const,
      reasons: [
        {
          decision: 'deny' as const,
          policy: 'p',
          rule: 'signed',
          message: 'not signed',
          subject: 'image',
          findings: [],
        },
      ],
    };
    const [only] = await parse(sampleReport({ verdict, complete: true, findings: [] }));
    expect(only).toMatchObject({ tests: '2', failures: '1', errors: '0' });
  });
});
