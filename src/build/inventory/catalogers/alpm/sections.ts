/** Lines of one file. The largest packages have about 100,000 files. */
const maxLines = 2_000_000;

/** pacman's format: `%SECTION%`, its values one a line, a blank line. */
export function parseSections(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>();
  let values: string[] | undefined;
  for (const raw of text.split('\n', maxLines)) {
    const line = raw.trim();
    if (line === '') values = undefined;
    else if (values === undefined && line.length > 2 && line.startsWith('%') && line.endsWith('%')) {
      values = [];
      sections.set(line.slice(1, -1), values);
    } else values?.push(line);
  }
  return sections;
}
