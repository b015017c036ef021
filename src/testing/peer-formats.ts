import type { PeerCase, PeerFormat, PeerOutOfScope } from './peer-fixtures.ts';
import { installedOutOfScope, installedPeerFormats } from './peer-formats-installed.ts';
import { lockOutOfScope, lockPeerFormats } from './peer-formats-locks.ts';
import { osPeerFormats } from './peer-formats-os.ts';

/**
 * Which of our catalogers answer the cases of which folder of a peer's tests, and where the input files lie in a real target.
 * To add a format: add a row to one of the three lists, run `vitest run src/testing/peer-fixtures.test.ts`.
 */
export const peerFormats: readonly PeerFormat[] = [...installedPeerFormats, ...lockPeerFormats, ...osPeerFormats];

const notAPackage = 'what it reads is no package of an image or a source tree';
const notAContainer = 'software of desktop and virtual machines, which no container image holds';
const advisories = 'looks advisories up for given packages; matching is tested by build/vuln';
const sboms = 'reads an SBOM; tested by build/inventory/sbom';

/** Cases that no row answers, each with the reason. */
export const peerOutOfScope: readonly PeerOutOfScope[] = [
  ...installedOutOfScope,
  ...lockOutOfScope,
  {
    peer: 'claircore',
    folder: 'rhel/rhcc',
    reason: 'the image itself as a package, by its labels; Holdfast reports labels as configuration',
  },
  {
    peer: 'claircore',
    folder: 'scanner/pkgconfig',
    reason: 'pkg-config files describe libraries of packages that the package database has',
  },
  {
    peer: 'osv-scalibr',
    folder: 'annotator/',
    reason: 'annotations on given packages; ownership is tested by build/inventory',
  },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/containers/', reason: notAPackage },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/misc/chrome/extensions', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/misc/netscaler', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/misc/vscodeextensions', reason: notAContainer },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/misc/wordpress/plugins',
    reason: 'not handled, listed in docs/coverage.md',
  },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/chocolatey', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/cos', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/flatpak', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/kernel/module', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/macapps', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/snap', reason: notAContainer },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/os/spack', reason: 'not handled, listed in docs/coverage.md' },
  {
    peer: 'osv-scalibr',
    folder: 'extractor/filesystem/runtime/',
    reason: "a wish for a tool's version, not an installed tool",
  },
  { peer: 'osv-scalibr', folder: 'extractor/filesystem/sbom/', reason: sboms },
  { peer: 'osv-scalibr', folder: 'extractor/standalone/', reason: notAContainer },
  { peer: 'syft', folder: 'internal/os', reason: 'the operating system; tested by build/inventory/catalogers/os' },
  { peer: 'syft', folder: 'syft/linux', reason: 'the operating system; tested by build/inventory/catalogers/os' },
  { peer: 'syft', folder: 'syft/pkg/cataloger/apple', reason: notAContainer },
  { peer: 'syft', folder: 'syft/pkg/cataloger/gentoo', reason: 'not handled, listed in docs/coverage.md' },
  { peer: 'syft', folder: 'syft/pkg/cataloger/snap', reason: notAContainer },
  { peer: 'trivy', folder: 'pkg/detector/', reason: advisories },
  { peer: 'trivy', folder: 'pkg/fanal/analyzer/pkg/bottlerocket_inventory', reason: notAContainer },
  { peer: 'trivy', folder: 'pkg/fanal/analyzer/sbom', reason: sboms },
  { peer: 'trivy', folder: 'pkg/fanal/artifact/image', reason: 'a whole image; tested by build/scan' },
  { peer: 'trivy', folder: 'pkg/fanal/artifact/sbom', reason: sboms },
  { peer: 'trivy', folder: 'pkg/fanal/artifact/vm', reason: 'a whole file system; apk is tested by its own row' },
  { peer: 'trivy', folder: 'pkg/plugin', reason: notAPackage },
  { peer: 'trivy', folder: 'pkg/rpc/server', reason: advisories },
  { peer: 'trivy', folder: 'pkg/sbom/', reason: sboms },
  { peer: 'trivy', folder: 'pkg/scan', reason: advisories },
  { peer: 'trivy', folder: 'pkg/scan/local', reason: advisories },
  { peer: 'trivy', folder: 'pkg/vex', reason: 'VEX statements; tested by build/vuln' },
];

/** The row for a case: the first one of its folder whose `only` fits. */
export function peerFormatOf(peerCase: PeerCase): PeerFormat | undefined {
  const { peer, folder } = peerCase;
  return peerFormats.find(
    (format) => format.peer === peer && format.folder === folder && (format.only?.(peerCase) ?? true),
  );
}

export function isPeerOutOfScope({ peer, folder, test, name }: PeerCase): boolean {
  const label = `${test}/${name}`;
  return peerOutOfScope.some(
    (rule) =>
      rule.peer === peer &&
      (rule.folder === folder || (rule.folder.endsWith('/') && folder.startsWith(rule.folder))) &&
      (!rule.cases || rule.cases.includes(test) || rule.cases.includes(label)),
  );
}
