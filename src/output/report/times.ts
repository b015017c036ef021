/** `2026-11-22T17:00:00Z`: whole seconds in UTC. A text that is no time gives the epoch, so that documents stay valid. */
export function wholeSeconds(time: string): string {
  const parsed = Date.parse(time);
  return `${new Date(Number.isNaN(parsed) ? 0 : parsed).toISOString().slice(0, 19)}Z`;
}

/** RFC 3339 as it stands; undefined where it is none. */
export function rfc3339(time: string | undefined): string | undefined {
  return time !== undefined &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(time) &&
    !Number.isNaN(Date.parse(time))
    ? time
    : undefined;
}
