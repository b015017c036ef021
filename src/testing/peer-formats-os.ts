import { expectation, type NameVersion, type PeerCase, type PeerFormat, type PeerPackage } from './peer-fixtures.ts';

/** Rows of the mapping table for OS package databases; see peer-formats.ts. */
export const osPeerFormats: readonly PeerFormat[] = [
  image('go-rpmdb', 'pkg', ['rpm/database'], 'var/lib/rpm/Packages'),
  image('osv-scalibr', 'extractor/filesystem/os/chisel', ['dpkg/status'], 'var/lib/chisel/manifest.wall'),
  { ...image('osv-scalibr', 'extractor/filesystem/os/dpkg', ['dpkg/status']), place: dpkgOrOpkg },
  image('osv-scalibr', 'extractor/filesystem/os/pacman', ['alpm/local-db'], 'var/lib/pacman/local/one-1/desc'),
  {
    ...image('osv-scalibr', 'extractor/filesystem/os/rpm', ['rpm/database'], 'var/lib/rpm/Packages'),
    expect: withMetadataEpoch,
  },
  {
    ...image('syft', 'syft/pkg/cataloger/alpine', ['apk/installed']),
    place: 'lib/apk/db/installed',
    rename: (path) => path,
  },
  image('syft', 'syft/pkg/cataloger/arch', ['alpm/local-db']),
  { ...image('syft', 'syft/pkg/cataloger/redhat', ['rpm/database']), place: rpmPlace, expect: withMetadataEpoch },
  image('trivy', 'pkg/fanal/analyzer/pkg/apk', ['apk/installed'], 'lib/apk/db/installed'),
  image('trivy', 'pkg/fanal/analyzer/pkg/dpkg', ['dpkg/status']),
];

function image(peer: PeerFormat['peer'], folder: string, catalogers: readonly string[], place?: string): PeerFormat {
  return { peer, folder, catalogers, scope: 'image', ...(place === undefined ? {} : { place }) };
}

function dpkgOrOpkg(_input: string, { fields }: PeerCase): string {
  return fields.isOPKG === true ? 'usr/lib/opkg/status' : 'var/lib/dpkg/status';
}

function rpmPlace(input: string): string {
  return input.endsWith('container-manifest-2') ? 'var/lib/rpmmanifest/container-manifest-2' : 'var/lib/rpm/Packages';
}

/** scalibr and Syft keep the epoch in the metadata. */
function withMetadataEpoch(one: PeerPackage): NameVersion | undefined {
  const wanted = expectation(one);
  const epoch = (one.Metadata as { Epoch?: unknown } | undefined)?.Epoch;
  return wanted && typeof epoch === 'number' ? { ...wanted, version: `${epoch}:${wanted.version}` } : wanted;
}
