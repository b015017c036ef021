import { normalName } from './lock-package.ts';

/** One requirement (PEP 508, and pip's own extensions) of a requirements file or a lock's dependency list. */
export interface Requirement {
  readonly name: string;
  /** Exactly this version (`==1.2.3`, `===1.2.3`); undefined where a range leaves the choice to the resolver. */
  readonly pinned?: string;
}

/** `name[extra] >= 1.0 ; marker` → normalised name. */
export function requirementName(text: string): string | undefined {
  const end = nameEnd(text);
  return end > 0 ? normalName(text.slice(0, end)) : undefined;
}

/** undefined for what is no requirement with a name: a path, a URL, an option. */
export function parseRequirement(text: string): Requirement | undefined {
  const end = nameEnd(text);
  if (end === 0) return undefined;
  const name = text.slice(0, end);
  let rest = text.slice(end).trimStart();
  if (rest.startsWith('[')) {
    const close = rest.indexOf(']');
    if (close < 0) return undefined;
    rest = rest.slice(close + 1).trimStart();
  }
  if (rest.startsWith('@')) return { name, ...wheelVersion(rest.slice(1)) };
  const specifier = rest.slice(0, specifierEnd(rest)).trim();
  const bare = specifier.startsWith('(') && specifier.endsWith(')') ? specifier.slice(1, -1) : specifier;
  if (bare !== '' && !/^(?:[=<>!~]=|[<>])/.test(bare)) return undefined;
  const exact = bare.split(',').map((part) => /^={2,3}\s*([A-Za-z0-9][A-Za-z0-9._+!-]*)$/.exec(part.trim())?.[1]);
  const pinned = exact.find((version) => version !== undefined);
  return { name, ...(pinned === undefined ? {} : { pinned }) };
}

/** A marker, a comment or a pip option ends the specifier. */
function specifierEnd(text: string): number {
  const ends = [';', '#', ' --'].map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return Math.min(text.length, ...ends);
}

function nameEnd(text: string): number {
  let at = 0;
  while (at < text.length && /[A-Za-z0-9._-]/.test(text[at] as string)) at++;
  while (at > 0 && !/[A-Za-z0-9]/.test(text[at - 1] as string)) at--;
  return at;
}

/** `https://…/name-1.2.3-py3-none-any.whl`: a wheel's name tells its version (PEP 427). */
function wheelVersion(address: string): { pinned?: string } {
  const file =
    address
      .trim()
      .split(/[#?\s;]/, 1)[0]
      ?.split('/')
      .at(-1) ?? '';
  const parts = file.endsWith('.whl') ? file.split('-') : [];
  return parts.length >= 5 && parts[1] ? { pinned: parts[1] } : {};
}
