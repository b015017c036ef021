import type { Mount } from '#runtime/events/state/container.ts';

/** source:destination:mode:writable:propagation */
export function mountText({ source, destination, mode, writable, propagation }: Mount): string {
  return `${source}:${destination}:${mode}:${writable}:${propagation}`;
}

/** The mount at an index, or the first one whose source (or destination) is the path; `*` stands for any text, `?` for one character. */
export function findMount(mounts: readonly Mount[], argument: string, byDestination: boolean): Mount | undefined {
  if (/^[0-9]+$/.test(argument)) return mounts[Number(argument)];
  return mounts.find((mount) => matches(byDestination ? mount.destination : mount.source, argument));
}

/** Goes back to the last `*` only, so the time is bounded by the product of the lengths. */
function matches(text: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (place < pattern.length && pattern[place] === '*') {
      star = place;
      resume = at;
      place += 1;
    } else if (place < pattern.length && (pattern[place] === '?' || pattern[place] === text[at])) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      resume += 1;
      at = resume;
      place = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[place] === '*') place += 1;
  return place === pattern.length;
}
