/** Main section of META-INF/MANIFEST.MF (JAR File Specification, "Manifest"): names without case, values with continuation lines joined. */
export type Manifest = ReadonlyMap<string, string>;

const maxLines = 20_000;
const maxValueLength = 4096;

/** Reads the main section: it ends at the first blank line after an attribute. Lines that are no attribute are passed over. */
export function parseManifest(text: string): Manifest {
  const attributes = new Map<string, string>();
  let name: string | undefined;
  let count = 0;
  for (const line of text.split(/\r\n|\n|\r/, maxLines)) {
    if (line.startsWith(' ')) {
      const value = name === undefined ? undefined : attributes.get(name);
      if (name !== undefined && value !== undefined && value.length < maxValueLength) {
        attributes.set(name, value + line.slice(1));
      }
      continue;
    }
    if (line === '' && count > 0) break;
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    count++;
    name = line.slice(0, colon).toLowerCase();
    if (attributes.has(name)) name = undefined;
    else attributes.set(name, line.slice(colon + 1).trim());
  }
  return attributes;
}
