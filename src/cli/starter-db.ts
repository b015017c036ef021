import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The advisories that ship with Holdfast, compiled by the build into dist/. From source, the last build's file is used. */
export function starterDbPath(): string {
  const places = ['../starter.db', '../../dist/starter.db'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return places.find((path) => existsSync(path)) ?? places[0]!;
}
