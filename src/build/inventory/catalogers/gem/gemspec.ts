/** What a gemspec says in plain text. It is a Ruby program, which is not run: values that it computes are unknown. */
export interface Gemspec {
  readonly name: string;
  readonly version: string;
  /** `x86_64-linux`, `java`; undefined or `ruby` for a gem without compiled parts. */
  readonly platform?: string;
  readonly licenses: readonly string[];
}

/** Reads the assignments of a gemspec and, where they are missing, RubyGems' own stub comment. Undefined without name or version. */
export function parseGemspec(text: string): Gemspec | undefined {
  const licenses: string[] = [];
  let name: string | undefined;
  let version: string | undefined;
  let platform: string | undefined;
  const constants = new Map<string, string>();
  let stub: RegExpExecArray | null = null;
  let openList: string | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (openList !== undefined) {
      openList = closeList(`${openList} ${line}`, licenses);
      continue;
    }
    stub ??= stubLine.exec(line);
    const constant = constantLine.exec(line);
    if (constant?.[1] && constant[2]) constants.set(constant[1], constant[2]);
    const field = fieldLine.exec(line);
    if (!field?.[1]) continue;
    const value = field[2] ?? '';
    if (field[1] === 'name') name ??= literal(value) ?? constants.get(value);
    else if (field[1] === 'version') version ??= versionOf(value) ?? constants.get(constantName(value));
    else if (field[1] === 'platform') platform ??= literal(value) ?? (stub ? stub[3] : undefined);
    else if (field[1] === 'license') licenses.push(literal(value) ?? '');
    else openList = closeList(value, licenses);
  }
  name ??= stub?.[1];
  version ??= stub?.[2];
  platform ??= stub?.[3];
  if (!name || !version) return undefined;
  return { name, version, licenses, ...(platform ? { platform } : {}) };
}

/** `# stub: nokogiri 1.10.0 x86_64-linux lib` */
const stubLine = /^# stub: (\S{1,200}) (\d\S{0,100}) (\S{1,100}) /;
/** `spec.version = "1.2.3".freeze`: any variable, one attribute. */
const fieldLine = /^[A-Za-z_]\w{0,60}\.(name|version|platform|licenses?)\s{0,20}=\s{0,20}([^=].{0,2000})$/;
/** `VERSION = '1.2.3'` in the gemspec itself. */
const constantLine = /^([A-Z]\w{0,60})\s{0,20}=\s{0,20}["'](\d[^"']{0,100})["']/;

/** The text of a Ruby string literal at the start: "…", '…' or %q<…>. */
function literal(value: string): string | undefined {
  const match = /^(?:"([^"\\#]{1,300})"|'([^'\\]{1,300})'|%q<([^>]{1,300})>)/.exec(value);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

function versionOf(value: string): string | undefined {
  const inner = /^Gem::Version\.new\(?\s{0,10}(.{1,200})$/.exec(value)?.[1] ?? value;
  const version = literal(inner);
  return version !== undefined && /^\d[\w.-]*$/.test(version) ? version : undefined;
}

/** `ExampleApp::VERSION.dup` is the constant VERSION. */
function constantName(value: string): string {
  return /^(?:\w{1,60}::){0,8}(\w{1,60})/.exec(value)?.[1] ?? '';
}

/** Takes the literals of `["A".freeze, "B"]`; returns the text to go on with while the list is open. */
function closeList(value: string, into: string[]): string | undefined {
  if (!value.startsWith('[')) {
    const one = literal(value);
    if (one) into.push(one);
    return undefined;
  }
  const end = value.indexOf(']');
  if (end < 0 && value.length < 4000) return value;
  for (const [, quoted, single] of value
    .slice(0, end < 0 ? undefined : end)
    .matchAll(/"([^"]{1,200})"|'([^']{1,200})'/g)) {
    into.push(quoted ?? single ?? '');
  }
  return undefined;
}
