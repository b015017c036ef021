/** Coordinates of a Maven artifact as found; parts that are missing are undefined. */
export interface Coordinates {
  readonly group?: string | undefined;
  readonly artifact?: string | undefined;
  readonly version?: string | undefined;
}

/** META-INF/maven/…/pom.properties (java.util.Properties: `key=value` or `key: value`, `#` and `!` start comments). */
export function parsePomProperties(text: string): Coordinates {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r\n|\n|\r/, 1000)) {
    const match = /^[ \t]{0,100}(groupId|artifactId|version)[ \t]{0,100}[=:\s](.{0,600})$/.exec(line);
    if (match?.[1] && match[2] !== undefined) fields.set(match[1], match[2].trim());
  }
  return { group: fields.get('groupId'), artifact: fields.get('artifactId'), version: fields.get('version') };
}

export interface Pom extends Coordinates {
  readonly licenses: readonly string[];
}

const maxElements = 50_000;

/**
 * The coordinates and licences of a pom.xml, by one pass over its tags. Group and version come from `<parent>` where the project has none;
 * `${project.…}` and the pom's own properties are put in, a value that needs more than that is unknown.
 */
export function parsePom(text: string): Pom {
  const own = new Map<string, string>();
  const parent = new Map<string, string>();
  const properties = new Map<string, string>();
  const licenses: string[] = [];
  walkElements(text, (path, value) => {
    const [root, first, second, third, fourth] = path;
    if (root !== 'project' || first === undefined) return;
    if (second === undefined) own.set(first, value);
    else if (first === 'parent' && third === undefined) parent.set(second, value);
    else if (first === 'properties' && third === undefined) properties.set(second, value);
    else if (first === 'licenses' && third === 'name' && fourth === undefined) licenses.push(value);
  });
  const group = own.get('groupId') ?? parent.get('groupId');
  const version = own.get('version') ?? parent.get('version');
  const resolve = (value: string | undefined) => value && interpolate(value, properties, { group, version, parent });
  return { group: resolve(group), artifact: resolve(own.get('artifactId')), version: resolve(version), licenses };
}

interface PomContext {
  readonly group: string | undefined;
  readonly version: string | undefined;
  readonly parent: ReadonlyMap<string, string>;
}

function interpolate(value: string, properties: ReadonlyMap<string, string>, context: PomContext): string | undefined {
  let known = value;
  for (let depth = 0; depth < 5 && known.includes('${'); depth++) {
    known = known.replace(/\$\{([\w.-]{1,200})\}/g, (whole, key: string) => lookUp(key, properties, context) ?? whole);
    if (known.length > 1000) return undefined;
  }
  return known.includes('${') ? undefined : known;
}

function lookUp(key: string, properties: ReadonlyMap<string, string>, { group, version, parent }: PomContext) {
  const short = key.replace(/^(?:project|pom)\./, '');
  if (short === 'groupId') return group;
  if (short === 'version') return version;
  if (short.startsWith('parent.')) return parent.get(short.slice('parent.'.length));
  return properties.get(key);
}

/** Calls `leaf` with the path of element names and the text of every element that has no child element. Bounded, linear, never throws. */
function walkElements(text: string, leaf: (path: readonly string[], value: string) => void): void {
  const path: string[] = [];
  let textStart = -1;
  let at = 0;
  for (let count = 0; count < maxElements; count++) {
    const open = text.indexOf('<', at);
    if (open < 0) return;
    if (text.startsWith('<!--', open)) {
      const end = text.indexOf('-->', open + 4);
      if (end < 0) return;
      at = end + 3;
      continue;
    }
    const close = text.indexOf('>', open);
    if (close < 0) return;
    at = close + 1;
    const first = text[open + 1];
    if (first === '?' || first === '!') continue;
    if (first === '/') {
      if (textStart >= 0) leaf(path, decodeEntities(text.slice(textStart, open).trim()));
      textStart = -1;
      path.pop();
      continue;
    }
    textStart = -1;
    if (text[close - 1] === '/') continue;
    if (path.length >= 50) return;
    path.push(/^[\w.:-]{1,200}/.exec(text.slice(open + 1, Math.min(close, open + 202)))?.[0] ?? '?');
    textStart = at;
  }
}

function decodeEntities(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '')
    .trim();
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
