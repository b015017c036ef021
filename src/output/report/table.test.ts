import { describe, expect, it } from 'vitest';
import { rendered, reportsToTry } from '#testing/rendered.ts';
import { emptyReport, sampleFindings, sampleReport } from '#testing/sample-report.ts';
import { cells } from './text.ts';

const escapes = /\u001b\[[\d;]*m/g;

describe('table', () => {
  it('says the verdict first, then what to do, then what was not covered', async () => {
    const text = await rendered('table', sampleReport());
    expect(text.split('\n')[0]).toBe('DENY  registry.example/shop/api:1.4');
    const places = ['no-secrets', '\nUpgrade', '\nSecrets', '\nFound', '\nNot covered'].map((part) =>
      text.indexOf(part),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('joins binaries of one source package into one upgrade, to the version that removes all', async () => {
    const lines = (await rendered('table', sampleReport())).split('\n');
    const openssl = lines.filter((line) => line.includes('apt openssl'));
    expect(openssl).toHaveLength(1);
    expect(openssl[0]).toContain('3.0.11-1~deb12u1 → 3.0.15-1~deb12u1');
    expect(lines[lines.indexOf(openssl[0] ?? '') + 1]).toContain(
      'libssl3, openssl · layer 2 of 5: RUN apt-get update && apt-get install -y curl openssl',
    );
  });

  it('takes the lowest fixed version above the installed one', async () => {
    expect(await rendered('table', sampleReport())).toContain('2.14.1 → 2.15.0');
  });

  it('says that only the starter set was used, and how to get the full data', async () => {
    const text = await rendered('table', sampleReport());
    expect(text).toContain('Only the starter set of 134 well-known vulnerabilities was used');
    expect(text).toContain('holdfast db import');
    expect(await rendered('table', emptyReport())).not.toContain('starter');
  });

  it('never prints what a waiver covers as something to do, and lists it in full', async () => {
    expect(await rendered('table', sampleReport())).not.toContain('traverse');
    const full = await rendered('table', sampleReport(), { full: true });
    for (const { id } of sampleFindings) expect(full).toContain(id);
    expect(full).toContain('waived by vex.json: vulnerable_code_not_in_execute_path');
  });

  it('folds a rule with many reasons into one line, the gravest first; in full each stands alone', async () => {
    const report = sampleReport();
    const [reason] = report.verdict.reasons;
    const prints = reason?.findings ?? [];
    const reasons = prints.map((print, index) => ({ ...reason!, message: `reason ${index}`, findings: [print] }));
    const split = sampleReport({ verdict: { ...report.verdict, reasons } });
    const verdict = (text: string) => text.split('\n').filter((line) => line.startsWith('DENY  fixable'));
    const [only, ...others] = verdict(await rendered('table', split));
    expect(others).toEqual([]);
    expect(only).toMatch(
      new RegExp(`^DENY {2}fixable-critical-or-high +${prints.length} +org.apache.logging.log4j:log4j-core 2.14.1`),
    );
    expect(verdict(await rendered('table', split, { full: true }))).toHaveLength(prints.length);
  });

  it('leaves out what is low and against no rule, and says how much', async () => {
    const text = await rendered('table', sampleReport());
    expect(text).toContain('The image runs as root  image-user-root');
    expect(text).not.toContain('File with setuid bit');
    expect(text).toContain('… and 1 more of little weight: --full shows all');
    expect(await rendered('table', sampleReport(), { full: true })).toContain('File with setuid bit');
  });

  it('says once what helps against several', async () => {
    const twice = sampleFindings
      .filter(({ id }) => id === 'aws-access-key')
      .flatMap((finding) => [
        finding,
        { ...finding, fingerprint: 'f'.repeat(32), evidence: { file: 'root/.aws', layer: 0 } },
      ]);
    const text = await rendered('table', sampleReport({ findings: twice }));
    expect(text.match(/AWS access key/g)).toHaveLength(1);
    expect(text.match(/Revoke the key/g)).toHaveLength(1);
    expect(text).toContain('app/.env:3');
    expect(text).toContain('root/.aws');
  });

  it('proposes fix only where an upgrade is known', async () => {
    expect(await rendered('table', sampleReport())).toContain(
      'holdfast fix docker-archive:registry.example/shop/api:1.4',
    );
    const secrets = sampleFindings.filter(({ kind }) => kind === 'secret');
    expect(await rendered('table', sampleReport({ findings: secrets }))).not.toContain('holdfast fix');
  });

  it('counts layers from 1 also where an issue names one', async () => {
    const issues = [{ code: 'x/y', message: 'too large', where: 'layer 0: etc/x', level: 'error' as const }];
    expect(await rendered('table', sampleReport({ issues }))).toContain(
      'not read  layer 1 of 5, base image: etc/x: too large',
    );
  });

  it('stays short where there is much', async () => {
    const many = Array.from({ length: 400 }, (_, index) => ({
      ...(sampleFindings[0] as (typeof sampleFindings)[number]),
      id: `CVE-2024-${10000 + index}`,
      fingerprint: index.toString(16).padStart(32, '0'),
      package: { purl: `pkg:npm/p${index}@1.0.0`, name: `p${index}`, version: '1.0.0', type: 'npm' },
      fix: { state: 'fixed' as const, versions: ['1.0.1'] },
    }));
    const text = await rendered('table', sampleReport({ findings: many }));
    expect(text.split('\n').length).toBeLessThan(60);
    expect(text).toContain('… and 392 more upgrades: --full shows all');
  });

  it.each([60, 80, 100, 140])('keeps to %i columns', async (width) => {
    for (const { name, report } of reportsToTry(60)) {
      const wide = (await rendered('table', report, { width })).split('\n').filter((line) => cells(line) > width);
      expect(wide, name).toEqual([]);
    }
  });

  it('has colour only where it is asked for, and nothing of the target reaches the terminal raw', async () => {
    for (const { name, report } of reportsToTry(100)) {
      for (const full of [false, true]) {
        const plain = await rendered('table', report, { full });
        expect(plain, name).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        const coloured = await rendered('table', report, { full, colour: true });
        expect(coloured.replace(escapes, '').replace(/ +$/gm, ''), name).toBe(plain);
      }
    }
  });
});
