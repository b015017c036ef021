import { isOsPackage } from '../../os-purl.ts';
import type { RpmRecord } from './record.ts';

/** Packages of one manifest. */
const maxLines = 100_000;

/**
 * The list that distroless images of CBL-Mariner and Azure Linux carry instead of a database: tab-separated
 * `name version-release installtime buildtime vendor epoch size arch epochnum sourcerpm` (rpm -qa --qf, toolkit of
 * github.com/microsoft/azurelinux). No licences, no file lists.
 */
export function parseContainerManifest(text: string): { records: RpmRecord[]; broken: number } {
  const records: RpmRecord[] = [];
  let broken = 0;
  for (const line of text.split('\n', maxLines)) {
    if (line.trim() === '') continue;
    const [name, versionRelease = '', , , vendor, epochText = '', , arch, , sourceRpm] = line.trimEnd().split('\t');
    const dash = versionRelease.lastIndexOf('-');
    if (!name || dash < 1 || !isOsPackage(name, versionRelease)) {
      broken += 1;
      continue;
    }
    const epoch = /^\d{1,9}$/.test(epochText) ? Number(epochText) : undefined;
    records.push({
      name,
      ...(epoch === undefined ? {} : { epoch }),
      version: versionRelease.slice(0, dash),
      release: versionRelease.slice(dash + 1),
      ...(isSet(arch) ? { arch } : {}),
      ...(isSet(sourceRpm) ? { sourceRpm } : {}),
      ...(isSet(vendor) ? { vendor } : {}),
    });
  }
  return { records, broken };
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text !== '(none)';
}
