import type { FileEntry } from '#core/file-tree.ts';
import type { Severity } from '#core/severity.ts';
import type { Hit } from './check.ts';

/** Files reported one by one; more than this are summed up in a last hit. */
const filesPerCheck = 50;

export function fileHits(
  entries: readonly FileEntry[],
  severityOf?: (entry: FileEntry) => Severity | undefined,
): Hit[] {
  const hits = entries.slice(0, filesPerCheck).map((entry): Hit => {
    const severity = severityOf?.(entry);
    return {
      subject: entry.path,
      evidence: { file: entry.path, layer: entry.layer, name: modeOf(entry) },
      ...(severity ? { severity } : {}),
    };
  });
  const more = entries.length - hits.length;
  if (more > 0)
    hits.push({
      subject: 'more',
      evidence: { name: `${more} more`, file: entries[filesPerCheck]!.path, layer: entries[filesPerCheck]!.layer },
    });
  return hits;
}

/** `mode 4755`. */
function modeOf({ mode }: FileEntry): string {
  return `mode ${mode.toString(8).padStart(4, '0')}`;
}
