import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseImageConfig } from '#build/image/config.ts';
import { parseManifest } from '#build/image/manifest.ts';
import { readSbom } from '#build/inventory/sbom/read-sbom.ts';
import { findConfigSecrets } from '#build/inventory/secrets/config.ts';
import { redactConfig } from '#build/inventory/secrets/redact-config.ts';
import { openDb } from '#build/vuln/db/reader.ts';
import { readEpss } from '#build/vuln/feeds/epss.ts';
import { importSources } from '#build/vuln/feeds/import.ts';
import { readKev } from '#build/vuln/feeds/kev.ts';
import { readOsvRecord } from '#build/vuln/feeds/osv-record.ts';
import { matchPackages } from '#build/vuln/match/match.ts';
import { applyVex, readVex } from '#build/vuln/vex/index.ts';
import { parseJson } from '#core/parse-json.ts';
import { parsePolicy, parseWaivers } from '#guard/policy/parse-policy.ts';
import { osv, scratchFolder, writeDb, zipOf } from '#testing/advisories.ts';
import { mutate } from '#testing/fuzz.ts';
import { rendered } from '#testing/rendered.ts';
import { sampleFindings, sampleReport } from '#testing/sample-report.ts';
import { below, type FuzzTarget, mutateBytesOrText, type Place, type Random } from '../target.ts';

const text = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

const cyclonedx = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'container', name: 'x', version: 'sha256:1', 'bom-ref': 'r' } },
  components: [
    { type: 'operating-system', name: 'debian', version: '12', 'bom-ref': 'os' },
    {
      type: 'library',
      name: 'openssl',
      version: '3.0.9-1',
      purl: 'pkg:deb/debian/openssl@3.0.9-1?arch=amd64&distro=debian-12&upstream=openssl-src@3.0.9-1',
      'bom-ref': 'a',
      licenses: [{ license: { id: 'MIT' } }, { expression: 'MIT OR Apache-2.0' }],
      properties: [{ name: 'syft:location:0:path', value: '/usr/lib/x' }],
      components: [{ type: 'library', name: 'inner', version: '1', purl: 'pkg:npm/inner@1' }],
    },
  ],
  dependencies: [{ ref: 'a', dependsOn: ['os'] }],
};
const spdx = {
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'x',
  packages: [
    {
      SPDXID: 'SPDXRef-a',
      name: 'a',
      versionInfo: '1.0',
      licenseConcluded: 'NOASSERTION',
      licenseDeclared: '(MIT AND BSD-3-Clause)',
      sourceInfo: 'acquired package info from: /x',
      externalRefs: [
        { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: 'pkg:npm/%40s/a@1.0' },
      ],
    },
    { SPDXID: 'SPDXRef-os', name: 'alpine', versionInfo: '3.20', primaryPackagePurpose: 'OPERATING-SYSTEM' },
  ],
  relationships: [{ spdxElementId: 'SPDXRef-a', relationshipType: 'DEPENDS_ON', relatedSpdxElement: 'SPDXRef-os' }],
};
const attestation = {
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(JSON.stringify({ predicateType: 'https://spdx.dev/Document', predicate: spdx })).toString(
    'base64',
  ),
  signatures: [{ sig: 'x' }],
};

const openVex = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://x/1',
  author: 'a',
  timestamp: '2024-01-01T00:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2024-1', aliases: ['GHSA-x'] },
      products: [{ '@id': 'pkg:oci/x?tag=1', subcomponents: [{ '@id': 'pkg:npm/lodash@4.17.20' }] }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
    },
  ],
};
const cyclonedxVex = {
  ...cyclonedx,
  vulnerabilities: [
    {
      id: 'CVE-2024-1',
      analysis: { state: 'not_affected', justification: 'code_not_present' },
      affects: [{ ref: 'a' }],
    },
  ],
};

const record = osv('GHSA-aaaa-bbbb-cccc', [['npm', 'lodash', 'introduced 0', 'fixed 4.17.12']], {
  aliases: ['CVE-2019-10744'],
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H' }],
  modified: '2024-06-01T00:00:00Z',
  details: 'x'.repeat(300),
});
const debian = osv('DEBIAN-CVE-2021-1', [['Debian:12', 'openssl', 'introduced 0', 'fixed 3.0.11-1']], {
  upstream: ['CVE-2021-1'],
  database_specific: { urgency: 'unimportant' },
});

const policy = [
  'apiVersion: holdfast.dev/v1',
  'kind: Policy',
  'metadata: {name: acme}',
  'extends: default',
  'rules:',
  '  - name: old-and-grave',
  '    description: grave for more than a month',
  '    stages: [build, registry]',
  '    match: finding',
  '    when: |',
  '      finding.severityRank >= 4 &&',
  '        finding.ageDays > 30',
  "    unless: {paths: ['usr/share/doc/**'], dev: true}",
  '    decision: deny',
  '    message: "{{ finding.id }} in {{ package.name }}"',
  `  - {name: root, match: image, when: "image.user in ['', 'root', '0']", decision: warn}`,
  'licences: {deny: [AGPL-*, SSPL-1.0], unknown: warn, except: pkg:deb/**}',
  'waivers:',
  '  - {id: CVE-2024-1, package: pkg:npm/lodash, reason: r, author: a@b, expires: 2027-01-31}',
  "  - {ids: ['CVE-2023-*'], stages: build, images: 'ghcr.io/acme/**', reason: r, author: a, expires: never}",
].join('\n');

function readDb(bytes: Buffer, directory: string): unknown {
  const path = join(directory, 'fuzz.db');
  writeFileSync(path, bytes);
  const opened = openDb(path);
  if (!opened.ok) return { issue: opened.issue };
  const db = opened.value;
  try {
    const matched = matchPackages(db, {
      os: { id: 'debian', versionId: '12' },
      packages: [
        {
          type: 'npm',
          name: 'lodash',
          version: '4.17.11',
          purl: 'pkg:npm/lodash@4.17.11',
          locations: ['x'],
          cataloger: 'x',
        },
        {
          type: 'deb',
          name: 'openssl',
          version: '3.0.9-1',
          purl: 'pkg:deb/debian/openssl@3.0.9-1?distro=debian-12',
          source: { name: 'openssl', version: '3.0.9-1' },
          locations: ['y'],
          cataloger: 'x',
        },
      ],
    });
    return { matched, named: [db.byId('GHSA-aaaa-bbbb-cccc'), db.named('CVE-2019-10744')], issues: db.issues };
  } finally {
    db.close();
  }
}

function dbSeed(): Buffer {
  const scratch = scratchFolder();
  try {
    const path = join(scratch.path, 'seed.db');
    writeDb(
      path,
      { npm: [record], Debian: [debian] },
      new Map([['CVE-2019-10744', { added: '2024-01-01', ransomware: true }]]),
    );
    return readFileSync(path);
  } finally {
    scratch.dispose();
  }
}

/** The hash of the blocks' content and of the header is not checked on opening, so damage inside gets far. */
function mutateDb(seed: Buffer, random: Random): Buffer {
  if (random() < 0.3) return mutate(seed, random);
  const bytes = Buffer.from(seed);
  for (let edit = 1 + below(4, random); edit > 0; edit--) {
    const at = 512 + below(bytes.length - 512, random);
    if (random() < 0.5) bytes[at] = below(256, random);
    else if (at + 4 <= bytes.length) bytes.writeUInt32LE(below(2 ** 32, random), at);
  }
  return bytes;
}

async function importZip(bytes: Buffer, { directory }: Place): Promise<unknown> {
  const path = join(directory, 'all.zip');
  writeFileSync(path, bytes);
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
  const imported = await importSources([{ source: { kind: 'osv-zip', name: 'npm', path } }], {
    dbPath: join(directory, `${name}.db`),
  } as never);
  return imported.ok ? { meta: imported.value.meta, issues: imported.value.issues } : { issue: imported.issue };
}

const imageConfig = {
  architecture: 'amd64',
  os: 'linux',
  config: {
    Env: ['PATH=/bin', 'DB_PASSWORD=Zx9kQ7pLm2vB4tRw', 'AWS_ACCESS_KEY_ID=x'],
    Cmd: ['sh', '-c', 'mysql -pZx9kQ7pLm2vB4tRw'],
    Labels: { token: 'Zx9kQ7pLm2vB4tRw' },
  },
  history: [
    { created_by: 'RUN |2 TOKEN=abc A="b c" /bin/sh -c curl -u user:Zx9kQ7pLm2vB4tRw https://x | sh # buildkit' },
    { created_by: '/bin/sh -c #(nop)  ENV A_SECRET=Zx9kQ7pLm2vB4tRw B=c', empty_layer: true },
  ],
};

/** What Holdfast itself writes. */
function written(...formats: readonly string[]): Promise<Buffer[]> {
  return Promise.all(formats.map(async (format) => text(await rendered(format, sampleReport()))));
}

export const documentTargets: readonly FuzzTarget[] = [
  {
    id: 'advisories/db-file',
    weight: 5,
    seeds: () => [dbSeed()],
    make: mutateDb,
    run: (input, _, { directory }) => readDb(input, directory),
  },
  {
    id: 'advisories/epss',
    seeds: () => [
      text(
        '#model_version:v2023.03.01,score_date:2024-01-01T00:00:00+0000\ncve,epss,percentile\nCVE-2024-1,0.5,0.9\nCVE-2023-2,1e-5,0\n',
      ),
    ],
    run: (input) => {
      const read = readEpss(input.toString('utf8'));
      return read.ok ? [...Object.keys(read.value)] : read.issue;
    },
  },
  {
    id: 'advisories/kev',
    seeds: () => [
      text({
        dateReleased: '2024-01-01T00:00:00Z',
        vulnerabilities: [{ cveID: 'CVE-2024-1', dateAdded: '2024-01-01', knownRansomwareCampaignUse: 'Known' }],
      }),
    ],
    run: (input) => readKev(tryJson(input)),
  },
  {
    id: 'advisories/osv-record',
    weight: 4,
    seeds: () => [text(record), text(debian)],
    run: (input) => readOsvRecord(tryJson(input), 'npm'),
  },
  {
    id: 'advisories/osv-zip',
    weight: 2,
    seeds: () => [zipOf([record, debian])],
    make: (seed, random) =>
      random() < 0.5
        ? mutate(seed, random)
        : zipOf([{ ...record, ...(tryJson(mutateBytesOrText(text(record), random)) as object) }]),
    run: (input, _, place) => importZip(input, place),
  },
  {
    id: 'image/config',
    weight: 3,
    seeds: () => [text(imageConfig)],
    run: (input) => {
      const parsed = parseImageConfig(tryJson(input), 'x');
      if (!parsed.ok) return parsed.issue;
      return { secrets: findConfigSecrets(parsed.value.config), shown: redactConfig(parsed.value.config) };
    },
  },
  {
    id: 'image/manifest',
    weight: 3,
    seeds: () => [
      text({
        schemaVersion: 2,
        config: { digest: `sha256:${'a'.repeat(64)}`, size: 1 },
        layers: [{ digest: `sha256:${'b'.repeat(64)}`, size: 2, annotations: { a: 'b' } }],
      }),
      text({
        schemaVersion: 2,
        manifests: [
          {
            digest: `sha512:${'a'.repeat(128)}`,
            size: 1,
            platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
          },
        ],
      }),
    ],
    run: (input) => parseManifest(input, 'x'),
  },
  {
    id: 'policy/file',
    weight: 5,
    seeds: () => [text(policy), text(policy.replace('kind: Policy', 'kind: WaiverList'))],
    run: async (input) => {
      const parsed = await parsePolicy(input.toString('utf8'), 'p.yaml');
      const waivers = await parseWaivers(input.toString('utf8'), 'w.yaml');
      return [parsed.ok ? parsed.value.name : parsed.issue, waivers.ok ? waivers.value.length : waivers.issue];
    },
  },
  {
    id: 'sbom/read',
    weight: 8,
    seeds: async () => [
      text(cyclonedx),
      text(spdx),
      text(attestation),
      text(cyclonedxVex),
      ...(await written('cyclonedx', 'spdx')),
    ],
    run: (input) => readSbom(input, 'x.json'),
  },
  {
    id: 'vex/read',
    weight: 4,
    seeds: async () => [text(openVex), text(cyclonedxVex), ...(await written('openvex', 'cyclonedx'))],
    run: (input) => {
      const read = readVex(input, 'x.json');
      if (!read.ok) return read.issue;
      return applyVex(sampleFindings, [read.value]).issues;
    },
  },
];

function tryJson(input: Buffer): unknown {
  try {
    return parseJson(input.toString('utf8'));
  } catch {
    return undefined;
  }
}
