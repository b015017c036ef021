import { asObject } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import { warningIssue } from '#core/outcome.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { parseJson } from '../../json.ts';
import { openZip, readZipEntry } from '../../zip.ts';
import { isInstalledManifest, npmPackage } from './installed.ts';

const vsixLimits = {
  manifests: 20_000,
  manifestBytes: 4 * MiB,
  /** All manifests of one extension. */
  totalBytes: 64 * MiB,
} as const;

/** npm packages packed into Visual Studio Code extensions (`*.vsix`, a ZIP file). Archives inside are not opened. */
export const npmVsix: Cataloger = {
  id: 'npm/vsix',
  version: 1,
  scopes: ['image', 'source'],
  describes: 'npm packages inside Visual Studio Code extensions (.vsix)',
  wants: ({ name }) => name.endsWith('.vsix'),
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const archive = openZip(file.source, (path) =>
    isInstalledManifest({ path, name: path.slice(path.lastIndexOf('/') + 1) }),
  );
  if (!archive.ok) return { issues: [warningIssue('npm/bad-vsix', archive.issue.message, { where: file.path })] };
  const packages: PackageFact[] = [];
  const issues = [...(archive.issues ?? [])];
  let budget: number = vsixLimits.totalBytes;
  for (const entry of archive.value.entries.slice(0, vsixLimits.manifests)) {
    const location = `${file.path}!/${entry.name}`;
    const content = readZipEntry(file.source, entry, Math.min(budget, vsixLimits.manifestBytes));
    if (!content.ok) {
      issues.push({ ...content.issue, where: location });
      if (budget < vsixLimits.manifestBytes) break;
      continue;
    }
    budget -= content.value.length;
    const manifest = parseJson(content.value.toString('utf8'), location, 'npm/bad-manifest');
    if (!manifest.ok) issues.push(manifest.issue);
    const fact = manifest.ok ? npmPackage(asObject(manifest.value) ?? {}, [location]) : undefined;
    if (fact) packages.push(fact);
  }
  return packages.length > 0 || issues.length > 0 ? { packages, issues } : undefined;
}
