/**
 * A tar member's name as a path inside the image root: no leading `/` or `./`, no `.`, no empty parts; `..` never climbs above the root
 * (as `filepath.Clean("/" + name)` does in the peers).
 */
export function normalisePath(name: string): { path: string; escaped: boolean } {
  let start = 0;
  while (name.charCodeAt(start) === 0x2f || (name.charCodeAt(start) === 0x2e && name.charCodeAt(start + 1) === 0x2f)) {
    start += name.charCodeAt(start) === 0x2f ? 1 : 2;
  }
  let end = name.length;
  while (end > start && name.charCodeAt(end - 1) === 0x2f) end -= 1;
  const trimmed = start === 0 && end === name.length ? name : name.slice(start, end);
  if (trimmed === '.') return { path: '', escaped: false };
  if (!trimmed.includes('//') && !trimmed.includes('./') && !trimmed.includes('/.') && trimmed !== '..') {
    return { path: trimmed, escaped: false };
  }
  const parts: string[] = [];
  let escaped = false;
  for (const part of trimmed.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) escaped = true;
  }
  return { path: parts.join('/'), escaped };
}
