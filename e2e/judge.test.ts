import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScanReport } from '#core/scan-report.ts';
import { secret, writeSmallTargets } from './small-image.ts';
import { holdfast, home } from './support.ts';

const targets = writeSmallTargets(join(home, 'targets'));
const file = (name: string, content: string) => {
  writeFileSync(join(home, name), content);
  return join(home, name);
};
const scan = async (...args: string[]) => {
  const { code, stdout, stderr } = await holdfast(['scan', targets.denied, '--format', 'json', ...args]);
  return { code, stderr, report: JSON.parse(stdout || '{}') as ScanReport };
};
const policy = (rules: string) =>
  `apiVersion: holdfast.dev/v1\nkind: Policy\nmetadata: {name: test}\nrules:\n${rules}\n`;
const waiver = (fields: string) =>
  `apiVersion: holdfast.dev/v1\nkind: WaiverList\nwaivers:\n  - {${fields}, author: eve, reason: known}\n`;

describe('policy', () => {
  it('of a file decides instead of the built-in one', async () => {
    const lenient = file('lenient.yaml', policy('  - {name: all, when: {severity: low}, decision: warn}'));
    const { code, report } = await scan('--policy', lenient);
    expect(code).toBe(0);
    expect(report.verdict.decision).toBe('warn');
    expect(report.policy?.name).toBe('test');
    expect(new Set(report.verdict.reasons.map(({ rule }) => rule))).toEqual(new Set(['all']));
  });

  it('conditions in CEL, with a message of their own', async () => {
    const cel = file(
      'cel.yaml',
      policy(
        '  - {name: own, when: "finding.kind == \'vulnerability\' && package.type == \'npm\'", decision: deny, message: "no {{ package.name }}"}',
      ),
    );
    const { code, report } = await scan('--policy', cel);
    expect(code).toBe(1);
    expect(report.verdict.reasons.map(({ message }) => message)).toEqual(['no lodash']);
  });

  it('of several files, the rules of all', async () => {
    const a = file('a.yaml', policy('  - {name: a, when: {types: [npm]}, decision: warn}'));
    const b = file('b.yaml', policy('  - {name: b, when: {types: [deb]}, decision: deny}'));
    const { report } = await scan('--policy', a, '--policy', b);
    expect(new Set(report.verdict.reasons.map(({ rule }) => rule))).toEqual(new Set(['a', 'b']));
  });

  it('.holdfast.yaml and holdfast-waivers.yaml of the working directory count without being named', async () => {
    const cwd = targets.tree;
    const lodash = async () => {
      const { stdout } = await holdfast(['scan', targets.denied, '--format', 'json'], { cwd });
      return JSON.parse(stdout) as ScanReport;
    };
    writeFileSync(join(cwd, '.holdfast.yaml'), policy('  - {name: npm-only, when: {types: [npm]}, decision: deny}'));
    expect((await lodash()).verdict.decision).toBe('deny');
    writeFileSync(join(cwd, 'holdfast-waivers.yaml'), waiver('package: pkg:npm/lodash, expires: never'));
    const report = await lodash();
    expect(report.verdict.decision).toBe('pass');
    expect(report.findings.filter(({ waived }) => waived).length).toBeGreaterThan(0);
  });

  it('--stage chooses the rules', async () => {
    const path = file(
      'stage.yaml',
      policy('  - {name: late, stages: [admission], when: {severity: low}, decision: deny}'),
    );
    expect((await scan('--policy', path)).code).toBe(0);
    expect((await scan('--policy', path, '--stage', 'admission')).code).toBe(1);
  });

  it('licences', async () => {
    const path = file(
      'licences.yaml',
      `${policy('  []').replace('rules:\n  []', 'rules: []')}licences: {deny: [MIT]}\n`,
    );
    const { code, report } = await scan('--policy', path);
    expect(code).toBe(1);
    expect(report.findings.filter(({ kind }) => kind === 'licence').map((item) => item.package?.name)).toEqual([
      'lodash',
    ]);
  });

  it('a misspelt field is wrong usage, with file, line and what was meant', async () => {
    const path = file('misspelt.yaml', policy('  - {name: a, when: {severty: high}, decision: deny}'));
    const { code, stdout, stderr } = await holdfast(['scan', targets.denied, '--policy', path]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/misspelt\.yaml:5:\d+/);
    expect(stderr).toContain('severty');
  });
});

describe('waivers', () => {
  it('take a finding out of the verdict, and stay in the report', async () => {
    const path = file('lodash.yaml', waiver('id: CVE-2019-10744, expires: 2999-01-01'));
    const { report } = await scan('--waivers', path);
    const waived = report.findings.filter((finding) => finding.waived);
    expect(waived.map(({ id }) => id)).toEqual(['CVE-2019-10744']);
    expect(waived[0]?.waived).toMatchObject({ reason: 'known', expires: expect.stringContaining('2999-01-01') });
    const denied = new Set(report.verdict.reasons.flatMap(({ findings }) => findings));
    expect(denied.has(waived[0]!.fingerprint)).toBe(false);
  });

  it('that are over or match nothing are reported, and waive nothing', async () => {
    const path = file(
      'old.yaml',
      `${waiver('id: CVE-2019-10744, expires: 2020-01-01')}  - {id: CVE-1999-0001, expires: never, author: eve, reason: x}\n`,
    );
    const { report } = await scan('--waivers', path);
    expect(report.findings.filter((finding) => finding.waived)).toEqual([]);
    expect(report.policy?.waivers.expired).toHaveLength(1);
    expect(report.policy?.waivers.unused).toHaveLength(1);
    const { stdout } = await holdfast(['scan', targets.denied, '--waivers', path]);
    expect(stdout).toMatch(/Expired waivers[^\n]*CVE-2019-10744 \(.*old\.yaml:4\)/);
  });

  it('without an end are wrong usage', async () => {
    const path = file('endless.yaml', waiver('id: CVE-2019-10744'));
    const { code, stderr } = await holdfast(['scan', targets.denied, '--waivers', path]);
    expect(code).toBe(2);
    expect(stderr).toContain('expires');
  });
});

describe('VEX', () => {
  const statement = (product: string) => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'https://shop.example/vex/1',
    author: 'eve',
    timestamp: '2026-01-01T00:00:00Z',
    version: 1,
    statements: [
      {
        vulnerability: { name: 'CVE-2019-10744' },
        products: [{ '@id': product }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_in_execute_path',
      },
    ],
  });

  it('in: OpenVEX waives what it speaks of, and nothing else', async () => {
    const own = file('own.vex.json', JSON.stringify(statement('pkg:npm/lodash@4.17.4')));
    const { report } = await scan('--vex', own);
    expect(report.findings.filter(({ waived }) => waived).map(({ id, waived }) => [id, waived?.status])).toEqual([
      ['CVE-2019-10744', 'not_affected'],
    ]);
    const other = file('other.vex.json', JSON.stringify(statement('pkg:npm/lodash@9.9.9')));
    expect((await scan('--vex', other)).report.findings.filter(({ waived }) => waived)).toEqual([]);
  });

  it('out: what came in goes out, and is read back to the same verdict', async () => {
    const own = file('in.vex.json', JSON.stringify(statement('pkg:npm/lodash@4.17.4')));
    const out = join(home, 'out.openvex.json');
    await holdfast(['scan', targets.denied, '--vex', own, '-f', 'openvex', '-o', out]);
    const { report } = await scan('--vex', out);
    expect(report.findings.filter(({ waived }) => waived).map(({ id }) => id)).toEqual(['CVE-2019-10744']);
  });
});

describe('explain', () => {
  const explain = async (...args: string[]) => (await holdfast(['explain', targets.denied, ...args])).stdout;

  it('says why it matched: advisory, range, comparison, place, step, fix', async () => {
    const text = await explain('CVE-2019-10744');
    for (const part of [
      'lodash 4.17.4 (npm): affected',
      '<4.17.12',
      '4.17.4 < 4.17.12',
      'app/node_modules/lodash/package.json',
      'layer 2 of 3',
      'COPY . /app',
      'Fixed in 4.17.12',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('libc6');
  });

  it('takes ids in any case, aliases, and the beginning of a fingerprint', async () => {
    const text = await explain('CVE-2019-10744');
    const print = /Fingerprint ([0-9a-f]{32})/.exec(text)?.[1] ?? '';
    for (const name of ['cve-2019-10744', print, print.slice(0, 8)]) expect(await explain(name)).toBe(text);
    const { report } = await scan();
    const alias = report.findings
      .find(({ id }) => id === 'CVE-2019-10744')
      ?.aliases.find((id) => id.startsWith('GHSA'));
    expect(await explain(alias!.toLowerCase())).toContain('lodash 4.17.4 (npm): affected');
  });

  it('says why an advisory did not match', async () => {
    const text = await explain('CVE-2014-0160', '--package', 'lodash');
    expect(text).toContain('lodash 4.17.4 (npm): not reported');
    expect(text).toContain('openssl');
  });

  it('says why a package that is fixed is not reported', async () => {
    const { stdout } = await holdfast(['explain', targets.denied, 'CVE-2015-0235', '--package', 'glibc']);
    expect(stdout).toMatch(/libc6 2\.36-9\+deb12u1 \(deb\): not reported\n[\s\S]*>= 2\./);
  });

  it('of a secret: where, which layer, deleted or not, what to do, and never the secret', async () => {
    const text = await explain('github-pat');
    for (const part of ['app/.env', 'layer 2 of 3', 'deleted by a later layer', 'COPY . /app', 'Revoke'])
      expect(text).toContain(part);
    expect(text).not.toContain(secret);
  });

  it('of a check: where and what to do', async () => {
    const text = await explain('runs-as-root');
    expect(text).toContain('USER');
    expect(text).not.toContain('(npm)');
  });

  it('as JSON', async () => {
    const document = JSON.parse(await explain('CVE-2019-10744', '--format', 'json'));
    expect(document.schema).toBe('holdfast.explain/1');
    expect(document.packages[0].explanation.matched).toBe(true);
  });
});

describe('fix', () => {
  it('prints the commands, what they remove, and what stays', async () => {
    const { code, stdout } = await holdfast(['fix', targets.denied]);
    expect(stdout).toContain('npm install lodash@4.17.21');
    expect(stdout).toContain('docker build --pull');
    expect(stdout).toContain('What stays (1)');
    expect(stdout).toContain('app/.env');
    expect(stdout).not.toContain(secret);
    expect(code).toBe(1);
  });

  it('ends with 0 where the plan removes everything', async () => {
    const { code, stdout } = await holdfast(['fix', targets.denied, '--no-secrets']);
    expect(stdout).not.toContain('What stays');
    expect(code).toBe(0);
  });

  it('as JSON', async () => {
    const { stdout } = await holdfast(['fix', targets.denied, '--format', 'json']);
    const plan = JSON.parse(stdout);
    expect(plan.summary.stay).toBe(1);
    expect(JSON.stringify(plan.actions)).toContain('npm install lodash@4.17.21');
  });

  it('of what is allowed: nothing to do', async () => {
    const { code, stdout } = await holdfast(['fix', targets.fine]);
    expect(stdout).toContain('nothing to fix');
    expect(code).toBe(0);
  });

  it('of a source tree: a command for its lock file', async () => {
    const { stdout } = await holdfast(['fix', `dir:${targets.tree}`]);
    expect(stdout).toMatch(/npm (install|update) lodash/);
  });
});

describe('the database', () => {
  const osv = {
    schema_version: '1.6.7',
    id: 'TEST-2026-1',
    modified: '2026-01-01T00:00:00Z',
    published: '2026-01-01T00:00:00Z',
    summary: 'A hole in a tool that nobody else has',
    aliases: ['CVE-2026-99999'],
    severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
    affected: [
      {
        package: { ecosystem: 'npm', name: 'lodash' },
        ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.5' }] }],
      },
    ],
  };
  const db = join(home, 'own.db');

  it('imported, named with --db, is the one that answers; status describes it', async () => {
    const done = await holdfast(['db', 'import', file('TEST-2026-1.json', JSON.stringify(osv)), '--db', db]);
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('1 advisories'), stderr: '' });
    for (const args of [['--db', db], []]) {
      const { stdout } = await holdfast(['scan', targets.denied, '--format', 'json', ...args], {
        env: args.length > 0 ? {} : { HOLDFAST_DB: db },
      });
      const report = JSON.parse(stdout) as ScanReport;
      expect(report.advisories).toMatchObject({ set: 'full', advisories: 1 });
      expect(report.findings.filter(({ kind }) => kind === 'vulnerability').map(({ id }) => id)).toEqual([
        'CVE-2026-99999',
      ]);
    }
    const status = JSON.parse((await holdfast(['db', 'status', '--db', db, '--format', 'json', '--verify'])).stdout);
    expect(status).toMatchObject({ set: 'full', advisories: 1, sound: true });
  });

  it('is used without being named once it is imported, and update failing changes nothing', async () => {
    const env = { XDG_DATA_HOME: join(home, 'share') };
    await holdfast(['db', 'import', join(home, 'TEST-2026-1.json')], { env });
    expect(existsSync(join(home, 'share/holdfast/advisories.db'))).toBe(true);
    const update = await holdfast(['db', 'update', '--from', 'http://127.0.0.1:2/osv', '--ecosystem', 'npm'], { env });
    expect(update.code).toBe(3);
    expect(update.stderr).toContain('127.0.0.1:2');
    const { stdout } = await holdfast(['scan', targets.denied, '--format', 'json'], { env });
    expect(JSON.parse(stdout).advisories).toMatchObject({ set: 'full', advisories: 1 });
  });

  it('goes over an air gap as an OCI layout', async () => {
    const artifact = `oci:${join(home, 'usb')}:latest`;
    expect((await holdfast(['db', 'push', artifact, '--db', db])).code).toBe(0);
    const other = join(home, 'other.db');
    expect((await holdfast(['db', 'pull', artifact, '--db', other])).code).toBe(0);
    expect(readFileSync(other).equals(readFileSync(db))).toBe(true);
  });

  it('cut short is refused by scan and status', async () => {
    const cut = join(home, 'cut.db');
    const bytes = readFileSync(db);
    for (const part of [0, 10, bytes.length >> 1, bytes.length - 1]) {
      writeFileSync(cut, bytes.subarray(0, part));
      for (const args of [
        ['scan', targets.denied, '--db', cut],
        ['db', 'status', '--db', cut],
      ]) {
        const { code, stderr } = await holdfast(args);
        expect(stderr).toContain('cut.db');
        expect(code).toBe(3);
      }
    }
  });
});

describe('secrets', () => {
  it('of the small image are in no format and in no cache file', async () => {
    const cache = join(home, 'secret-cache');
    for (const format of [
      'table',
      'json',
      'sarif',
      'cyclonedx',
      'spdx',
      'openvex',
      'junit',
      'gitlab',
      'markdown',
      'html',
    ]) {
      const { stdout, stderr } = await holdfast(['scan', targets.denied, '-f', format, '--full'], {
        env: { HOLDFAST_CACHE: cache },
      });
      expect(`${stdout}${stderr}`, format).not.toContain(secret.slice(8));
    }
    const results = join(cache, 'results');
    for (const name of readdirSync(results))
      expect(readFileSync(join(results, name), 'latin1')).not.toContain(secret.slice(8));
  });
});
