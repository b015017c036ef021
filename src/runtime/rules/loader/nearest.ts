/** The candidate that a text was most likely meant to be; undefined where none is near. */
export function nearest(text: string, candidates: Iterable<string>): string | undefined {
  if (text.length > maxLength) return undefined;
  const wanted = text.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(text.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - text.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

export function didYouMean(text: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(text, candidates);
  return found === undefined ? undefined : `did you mean ${found}?`;
}

const maxLength = 100;

/** Insertions, deletions and replacements between two texts; stops counting at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    let smallest = row;
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const value = Math.min(replaced, (previous[column] as number) + 1, (current[column - 1] as number) + 1);
      current.push(value);
      if (value < smallest) smallest = value;
    }
    if (smallest >= limit) return limit;
    previous = current;
  }
  return previous[b.length] as number;
}
