/** Whether a folder (relative to the root of the workspace) is a member: patterns with `*` for one folder and `**` for any number. */
export function isWorkspaceMember(folder: string, patterns: readonly string[]): boolean {
  const parts = folder.split('/');
  let isMember = false;
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    const wanted = pattern.replace(/^!/, '').replace(/^\.\//, '').replace(/\/+$/, '').split('/');
    if (matches(parts, wanted)) isMember = !negated;
  }
  return isMember;
}

function matches(parts: readonly string[], wanted: readonly string[]): boolean {
  const [first, ...rest] = wanted;
  if (first === undefined) return parts.length === 0;
  if (first === '**') {
    // Consecutive `**` mean the same as one; without this the search would grow exponentially.
    if (rest[0] === '**') return matches(parts, rest);
    for (let skip = 0; skip <= parts.length; skip++) if (matches(parts.slice(skip), rest)) return true;
    return false;
  }
  const [part, ...others] = parts;
  return part !== undefined && matchesPart(part, first) && matches(others, rest);
}

/** `pkg-*`: at most one star is looked at, more are rare. */
function matchesPart(part: string, pattern: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return part === pattern;
  const before = pattern.slice(0, star);
  const behind = pattern.slice(pattern.lastIndexOf('*') + 1);
  return part.length >= before.length + behind.length && part.startsWith(before) && part.endsWith(behind);
}
