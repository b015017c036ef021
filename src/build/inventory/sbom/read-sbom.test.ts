import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rendered } from '#testing/rendered.ts';
import { samplePackages, sampleReport } from '#testing/sample-report.ts';
import { sharedPath, skipShared } from '#testing/shared.ts';
import { readSbom } from './read-sbom.ts';
import type { Sbom } from './sbom.ts';
import { sbomLimits } from './sbom-limits.ts';

const read = (document: unknown) =>
  readSbom(Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)), 'file.json');

function sbomOf(document: unknown): Sbom {
  const outcome = read(document);
  if (!outcome.ok) throw new Error(outcome.issue.code);
  return outcome.value;
}

function issueOf(document: unknown): string | undefined {
  const outcome = read(document);
  return outcome.ok ? undefined : outcome.issue.code;
}

const cyclonedx = (components: unknown[], rest: object = {}) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  components,
  ...rest,
});

describe('what other tools wrote', () => {
  it('Trivy, CycloneDX: source package, epoch, module, layer, path, operating system', () => {
    const property = (name: string, value: string) => ({ name: `aquasecurity:trivy:${name}`, value });
    const diffIds = ['1', '2'].map((digit) => `sha256:${digit.repeat(64)}`);
    const sbom = sbomOf(
      cyclonedx(
        [
          { type: 'operating-system', name: 'redhat', version: '8.9' },
          {
            type: 'library',
            name: 'nodejs-full-i18n',
            version: '1:16.14.0-4',
            purl: 'pkg:rpm/redhat/nodejs-full-i18n@16.14.0-4?arch=x86_64&epoch=1&distro=redhat-8.9',
            properties: [
              property('SrcName', 'nodejs'),
              property('SrcVersion', '16.14.0'),
              property('SrcRelease', '4'),
              property('SrcEpoch', '1'),
              property('Modularitylabel', 'nodejs:16:8050'),
              property('LayerDiffID', diffIds[1] ?? ''),
            ],
          },
          {
            type: 'library',
            name: 'spring:web',
            version: '5',
            purl: 'pkg:maven/spring/web@5',
            properties: [property('FilePath', 'app/a.jar')],
          },
          { type: 'application', name: 'app/package-lock.json', properties: [property('Type', 'npm')] },
        ],
        {
          metadata: {
            component: { type: 'container', name: 'app:1', properties: diffIds.map((id) => property('DiffID', id)) },
          },
        },
      ),
    );
    expect(sbom.os).toEqual({ id: 'rhel', versionId: '8.9' });
    expect(sbom.image?.layers).toEqual(diffIds.map((diffId, index) => ({ index, diffId })));
    expect(sbom.packages).toEqual([
      {
        type: 'rpm',
        name: 'nodejs-full-i18n',
        version: '1:16.14.0-4',
        purl: 'pkg:rpm/redhat/nodejs-full-i18n@16.14.0-4?arch=x86_64&epoch=1&distro=redhat-8.9',
        arch: 'x86_64',
        source: { name: 'nodejs', version: '1:16.14.0-4' },
        module: 'nodejs:16:8050',
        locations: [],
        layer: 1,
        cataloger: 'sbom/cyclonedx',
      },
      {
        type: 'maven',
        name: 'spring:web',
        version: '5',
        purl: 'pkg:maven/spring/web@5',
        locations: ['app/a.jar'],
        cataloger: 'sbom/cyclonedx',
      },
    ]);
  });

  it('Syft, CycloneDX: upstream in the purl, distribution and paths in properties', () => {
    const sbom = sbomOf(
      cyclonedx([
        {
          type: 'operating-system',
          name: 'Debian GNU/Linux',
          version: '12',
          properties: [
            { name: 'syft:distro:id', value: 'debian' },
            { name: 'syft:distro:versionID', value: '12' },
            { name: 'syft:distro:prettyName', value: 'Debian GNU/Linux 12 (bookworm)' },
          ],
        },
        {
          type: 'library',
          name: 'libssl3',
          version: '3.0.11-1',
          licenses: [{ license: { id: 'Apache-2.0' } }, { license: { name: 'own' } }],
          purl: 'pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&distro=debian-12&upstream=openssl',
          properties: [
            { name: 'syft:location:0:path', value: '/var/lib/dpkg/status' },
            { name: 'syft:location:1:path', value: '/usr/share/doc/libssl3/copyright' },
          ],
        },
        {
          type: 'library',
          name: 'bsdutils',
          version: '1:2.38-5+b1',
          purl: 'pkg:deb/debian/bsdutils@1:2.38-5%2Bb1?upstream=util-linux%402.38-5',
        },
        { type: 'file', name: '/etc/passwd' },
      ]),
    );
    expect(sbom.os).toEqual({ id: 'debian', versionId: '12', prettyName: 'Debian GNU/Linux 12 (bookworm)' });
    expect(sbom.packages).toMatchObject([
      {
        source: { name: 'openssl', version: '3.0.11-1' },
        licenses: ['Apache-2.0', 'own'],
        locations: ['var/lib/dpkg/status', 'usr/share/doc/libssl3/copyright'],
      },
      { version: '1:2.38-5+b1', source: { name: 'util-linux', version: '2.38-5' } },
    ]);
  });

  it('SPDX 2.2 with files, LicenseRef and the underscore of the older category', () => {
    const sbom = sbomOf({
      spdxVersion: 'SPDX-2.2',
      creationInfo: { creators: ['Organization: x', 'Tool: syft-1.13.0'] },
      packages: [
        {
          SPDXID: 'SPDXRef-p',
          name: 'musl',
          versionInfo: '1.2.3-r0',
          licenseDeclared: 'LicenseRef-1',
          externalRefs: [
            {
              referenceCategory: 'PACKAGE_MANAGER',
              referenceType: 'purl',
              referenceLocator: 'pkg:apk/alpine/musl@1.2.3-r0?distro=3.16.0',
            },
          ],
          hasFiles: ['SPDXRef-f'],
        },
        {
          SPDXID: 'SPDXRef-DocumentRoot-x',
          name: 'image',
          versionInfo: 'sha256:1',
          primaryPackagePurpose: 'CONTAINER',
        },
      ],
      files: [{ SPDXID: 'SPDXRef-f', fileName: './lib/ld-musl.so' }],
      hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-1', extractedText: 'do what you want' }],
    });
    expect(sbom).toMatchObject({ format: 'SPDX 2.2', tool: 'syft-1.13.0', os: { id: 'alpine', versionId: '3.16.0' } });
    expect(sbom.packages).toMatchObject([
      { name: 'musl', licenses: ['do what you want'], locations: ['lib/ld-musl.so'] },
    ]);
  });

  it('SPDX 3: packages with their purl', () => {
    const sbom = sbomOf({
      '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld',
      '@graph': [
        { type: 'CreationInfo' },
        {
          type: 'software_Package',
          name: 'lodash',
          software_packageVersion: '4.17.15',
          software_packageUrl: 'pkg:npm/lodash@4.17.15',
        },
        {
          type: 'software_Package',
          name: 'x',
          externalIdentifier: [{ externalIdentifierType: 'packageUrl', identifier: 'pkg:cargo/x@1.0.0' }],
        },
      ],
    });
    expect(sbom.packages.map(({ type, name, version }) => `${type} ${name} ${version}`)).toEqual([
      'npm lodash 4.17.15',
      'cargo x 1.0.0',
    ]);
  });

  it('components without a purl, nested ones, and those that are no package', () => {
    const sbom = sbomOf(
      cyclonedx([
        {
          type: 'application',
          name: 'Nginx',
          version: '1.21.1',
          components: [{ type: 'library', name: 'rustls', version: '0.23.13', purl: 'pkg:cargo/rustls@0.23.13' }],
        },
        { type: 'library', name: 'redis', cpe: 'cpe:2.3:a:redis:redis:7.0.1:*:*:*:*:*:*:*' },
        { type: 'library', name: 'nothing' },
        { type: 'container', name: 'etcd', purl: 'pkg:oci/etcd@sha256:1' },
        { type: 'library', name: 'bad', version: '1', purl: 'npm/bad' },
        { type: 'library', name: 'unversioned', purl: 'pkg:npm/unversioned' },
      ]),
    );
    expect(sbom.packages.map(({ type, name, version }) => `${type} ${name} ${version}`)).toEqual([
      'generic Nginx 1.21.1',
      'cargo rustls 0.23.13',
      'generic redis 7.0.1',
    ]);
    expect(sbom.issues.map(({ code }) => code)).toEqual(['sbom/invalid-purl', 'sbom/no-version']);
  });
});

describe('envelopes', () => {
  const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
  const bom = cyclonedx([{ type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' }]);
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [],
    predicateType: 'https://cyclonedx.org/bom',
    predicate: bom,
  };
  const dsse = { payloadType: 'application/vnd.in-toto+json', payload: base64(statement), signatures: [{ sig: 'x' }] };

  it.each([
    ['in-toto', statement],
    ["cosign's predicate with text", { ...statement, predicate: { Data: JSON.stringify(bom) } }],
    ['DSSE', dsse],
    ['a Sigstore bundle', { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope: dsse }],
    ['lines of DSSE', `${JSON.stringify(dsse)}\n${JSON.stringify(dsse)}\n`],
    ['a byte order mark', `\ufeff${JSON.stringify(bom)}`],
  ])('%s', (_, document) => {
    expect(sbomOf(document).packages.map(({ name }) => name)).toEqual(['a']);
  });

  it('UTF-16 as PowerShell writes it', () => {
    const outcome = readSbom(Buffer.from(`\ufeff${JSON.stringify(bom)}`, 'utf16le'), 'x');
    expect(outcome.ok && outcome.value.packages).toHaveLength(1);
  });

  it('ends for envelopes without end', () => {
    let nested: unknown = bom;
    for (let depth = 0; depth < 20; depth++) nested = { predicateType: 'x', predicate: nested };
    expect(issueOf(nested)).toBe('sbom/too-many-envelopes');
  });
});

describe('what cannot be read is said', () => {
  it.each([
    ['', 'sbom/not-json'],
    ['<?xml version="1.0"?><bom/>', 'sbom/not-json'],
    ['SPDXVersion: SPDX-2.3', 'sbom/not-json'],
    ['{}', 'sbom/unknown-format'],
    ['[1]', 'sbom/unknown-format'],
    ['null', 'sbom/unknown-format'],
    [{ bomFormat: 'CycloneDX', specVersion: '2.0' }, 'sbom/unknown-version'],
    [{ spdxVersion: 'SPDX-9' }, 'sbom/unknown-version'],
  ])('%j', (document, code) => {
    expect(issueOf(document)).toBe(code);
  });

  it('limits of size and depth', () => {
    expect(readSbom(new Uint8Array(sbomLimits.documentBytes + 1), 'x')).toMatchObject({
      ok: false,
      issue: { code: 'sbom/too-large' },
    });
    const depth = 50_000;
    const open = '{"type":"library","name":"x","version":"1","purl":"pkg:npm/x@1","components":[';
    const sbom = sbomOf(
      `{"bomFormat":"CycloneDX","specVersion":"1.5","components":[${open.repeat(depth)}${']}'.repeat(depth)}]}`,
    );
    expect(sbom.packages).toHaveLength(sbomLimits.componentDepth);
    expect(sbom.issues).toMatchObject([{ code: 'sbom/too-deep', level: 'error' }]);
  });

  it('keys that mean something to JavaScript do nothing', () => {
    const sbom = sbomOf(
      `{"bomFormat":"CycloneDX","specVersion":"1.5","__proto__":{"x":1},"components":[{"type":"library","name":"a","version":"1","purl":"pkg:npm/a@1","properties":[{"name":"holdfast:__proto__","value":"x"},{"name":"holdfast:constructor","value":"y"}]}]}`,
    );
    expect(sbom.packages).toMatchObject([{ name: 'a', type: 'npm' }]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe.skipIf(skipShared.skip)(`peers' SBOMs ${skipShared.note}`, () => {
  /** Differences that are meant, by file. */
  const meant: Readonly<Record<string, string>> = {
    'sbom.cdx.xml': 'XML is not read',
    'sbom.spdx.rdf': 'RDF is not read',
    '.spdx.dhi-python.json': 'a container image is the thing described, not a package in it',
    'kbom.json': 'etcd has a Go purl and a version, and is reported',
    'no-relationship.json': 'Elasticsearch 8.7.1 has no purl, and is reported as generic',
    'ancestor_of.spdx.json': 'the Maven name is group:artifact',
    'overlapping_refs.spdx.json': 'the Maven name is group:artifact',
  };

  interface Case {
    readonly inputs?: readonly string[];
    readonly packages: readonly { Name: string; Version: string; Epoch?: number; SrcName?: string }[];
  }

  const cases = ['trivy', 'osv-scalibr'].flatMap((peer) => {
    if (skipShared.skip) return [];
    const all = JSON.parse(readFileSync(sharedPath('fixtures', peer, 'cases.json'), 'utf8')) as Case[];
    return all
      .filter(
        ({ inputs = [] }) =>
          inputs.length === 1 && /(cdx|spdx|bom)[^/]*\.\w+$|\/sbom\/.*\.json$/i.test(inputs[0] ?? ''),
      )
      .map(({ inputs = [], packages }) => ({ file: sharedPath('fixtures', peer, 'files', inputs[0] ?? ''), packages }))
      .filter(({ file }) => existsSync(file));
  });

  it.each(cases)('$file', ({ file, packages }) => {
    const outcome = readSbom(readFileSync(file), file);
    const found = outcome.ok
      ? outcome.value.packages.map(({ name, version, source }) => ({ name, version, source: source?.name }))
      : [];
    const expected = packages.map(({ Name, Version, Epoch, SrcName }) => ({
      name: Name,
      version: Epoch ? `${Epoch}:${Version}` : Version,
      source: SrcName || undefined,
    }));
    const sorted = (items: readonly object[]) => items.map((item) => JSON.stringify(item)).sort();
    const reason = meant[file.split('/').at(-1) ?? ''];
    if (reason === undefined) expect(sorted(found)).toEqual(sorted(expected));
    else expect(sorted(found), reason).not.toEqual(sorted(expected));
  });
});

describe('ours', () => {
  it.each(['cyclonedx', 'spdx'])('%s carries source, module, owner and layer of every package', async (format) => {
    const rpm = {
      type: 'rpm' as const,
      name: 'nodejs',
      version: '1:16.14.0-4.module_el9',
      purl: 'pkg:rpm/almalinux/nodejs@16.14.0-4.module_el9?arch=noarch&epoch=1',
      arch: 'noarch',
      source: { name: 'nodejs', version: '16.14.0-4.module_el9' },
      module: 'nodejs:16:9000020220519',
      licenses: ['MIT and ASL 2.0'],
      locations: ['var/lib/rpm/rpmdb.sqlite'],
      layer: 0,
      cataloger: 'rpm/sqlite',
    };
    const packages = [...samplePackages, rpm];
    const sbom = sbomOf(await rendered(format, sampleReport({ packages })));
    expect(sbom.packages).toEqual(packages);
    expect(sbom.issues).toEqual([]);
  });
});
