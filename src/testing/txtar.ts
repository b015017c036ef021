/** Go's txtar: files after lines `-- NAME --` (golang.org/x/tools/txtar). Some peers keep whole test trees in one. */
export function readTxtar(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const text = bytes.toString('utf8');
  const marker = /^-- (\S[^\n]*?) --\r?\n/gm;
  let last: { name: string; from: number } | undefined;
  for (const match of text.matchAll(marker)) {
    if (last) files.set(last.name, Buffer.from(text.slice(last.from, match.index)));
    last = { name: (match[1] as string).trim(), from: match.index + match[0].length };
  }
  if (last) files.set(last.name, Buffer.from(text.slice(last.from)));
  return files;
}

export function isTxtar(path: string): boolean {
  return path.endsWith('.txtar');
}
