import { KiB, MiB } from '#core/limits.ts';
import { warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileHeader, FileInput, PackageFact } from '../../cataloger.ts';
import { openZip, readZipEntry } from '../../zip.ts';
import { pythonPackage } from './core-metadata.ts';

const pythonLimits = {
  /** Headers of a METADATA file; the description after them is not needed. */
  metadataBytes: 512 * KiB,
  /** Metadata files in one egg or zip application. */
  metadataFiles: 2_000,
  /** All metadata read from one archive. */
  archiveBytes: 16 * MiB,
} as const;

/**
 * Installed Python distributions: wheels (`*.dist-info/METADATA`), eggs and development installs (`*.egg-info` as file or folder,
 * `EGG-INFO/PKG-INFO`), zipped eggs and zip applications (`.egg`, `.pyz`, `.pex`). Names of folders are compared without case.
 */
export const pythonInstalled: Cataloger = {
  id: 'python/installed',
  version: 1,
  scopes: ['image'],
  describes: 'Python packages by dist-info, egg-info, eggs and zip applications',
  wants: (file) => isMetadata(file) || isArchive(file.name),
  read: (file) => (isArchive(file.name) ? readArchive(file) : readMetadata(file)),
};

function isMetadata({ name, path }: FileHeader): boolean {
  if (name === 'METADATA') return folderEndsWith(path, name, 'dist-info');
  if (name === 'PKG-INFO') return folderEndsWith(path, name, 'egg-info');
  return name.endsWith('.egg-info');
}

function folderEndsWith(path: string, name: string, ending: string): boolean {
  const end = path.length - name.length - 1;
  return end >= ending.length && path.slice(end - ending.length, end).toLowerCase() === ending;
}

function isArchive(name: string): boolean {
  return name.endsWith('.egg') || name.endsWith('.pyz') || name.endsWith('.pex');
}

function readMetadata(file: FileInput): FileFacts | undefined {
  const fact = pythonPackage(file.source.read(0, pythonLimits.metadataBytes).toString('utf8'));
  return fact && { packages: [fact] };
}

function readArchive(file: FileInput): FileFacts | undefined {
  const archive = openZip(file.source, isMetadataEntry);
  // `.egg` may be anything; only what is an archive can be a damaged one.
  if (!archive.ok) return undefined;
  const packages: PackageFact[] = [];
  const issues = [...(archive.issues ?? [])];
  let budget: number = pythonLimits.archiveBytes;
  for (const [index, entry] of archive.value.entries.entries()) {
    if (index >= pythonLimits.metadataFiles || budget <= 0) {
      const message = `only the first ${index} packages of the archive were read`;
      issues.push(warningIssue('python/archive-too-large', message, { where: file.path }));
      break;
    }
    const content = readZipEntry(file.source, entry, Math.min(budget, pythonLimits.metadataBytes * 4));
    if (!content.ok) {
      issues.push({ ...content.issue, where: file.path });
      continue;
    }
    budget -= content.value.length;
    const location = isWholeEgg(entry.name) ? file.path : `${file.path}!/${entry.name}`;
    const fact = pythonPackage(content.value.toString('utf8', 0, pythonLimits.metadataBytes), [location]);
    if (fact) packages.push(fact);
  }
  return packages.length > 0 || issues.length > 0 ? { packages, issues } : undefined;
}

function isWholeEgg(entryName: string): boolean {
  return entryName === 'EGG-INFO/PKG-INFO';
}

function isMetadataEntry(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name !== path && (name === 'METADATA' || name === 'PKG-INFO') && isMetadata({ path, name, size: 0, mode: 0 });
}
