import type { ImageConfig } from '#core/image.ts';
import { type BuildInstruction, parseHistoryStep } from '../history-step.ts';
import { commandAssignments } from './command-assignments.ts';
import { isPlausibleSecret, isSecretName } from './plausible.ts';
import { redact } from './redact.ts';
import { hashOf, scanText } from './scan-text.ts';
import type { SecretMatch } from './types.ts';

/** A secret that is no file: everybody who can pull the image reads it with `docker inspect` or `docker history`. */
export interface ConfigSecret extends SecretMatch {
  readonly where: 'env' | 'label' | 'history' | 'config';
  /** The variable, label, build argument or, for a command, its option or program. */
  readonly name: string;
  readonly origin: 'env' | 'label' | 'build-arg' | 'command' | 'start-command';
  /** Index into `config.history`, where it comes from there. */
  readonly step?: number;
}

/** Secrets in environment, labels, start command and history. A value that stands in two of these is reported at the first. */
export function findConfigSecrets(config: ImageConfig): ConfigSecret[] {
  const found = new FoundSecrets();
  for (const entry of config.env) {
    const { name, value } = splitAssignment(entry);
    found.push(judgeNamed(name, value), { where: 'env', origin: 'env' });
  }
  for (const [name, value] of Object.entries(config.labels))
    found.push(judgeNamed(name, value), { where: 'label', origin: 'label' });
  for (const [name, words] of [
    ['entrypoint', config.entrypoint],
    ['cmd', config.cmd],
    ['healthcheck', config.healthcheck?.test ?? []],
  ] as const) {
    for (const match of scanCommand(words.join(' ')))
      found.push({ ...match, name: match.name || name }, { where: 'config', origin: 'start-command' });
  }
  for (const [step, { createdBy }] of config.history.entries()) fromHistory(parseHistoryStep(createdBy), step, found);
  return found.list;
}

/** One `NAME=value`, judged by the value's format, else by the name. `name` of the result is always the given one. */
export function judgeNamed(name: string, value: string): (SecretMatch & { name: string }) | undefined {
  // As a line of an env file: rules that want a name and rules that want a format both see it.
  const [match] = scanText(Buffer.from(`${name}=${value}`), '').matches.filter(({ start }) => start >= name.length);
  if (match && !(match.rule === 'jwt' && !isSecretName(name))) {
    const { start: _start, end: _end, ...rest } = match;
    return { ...rest, line: 1, name };
  }
  if (!isSecretName(name) || !isPlausibleSecret(value, false)) return undefined;
  return {
    rule: 'secret-by-name',
    title: 'Secret in a variable or label',
    severity: value.length >= 12 ? 'high' : 'medium',
    line: 1,
    redacted: redact(value),
    hash: hashOf(Buffer.from(value).toString('latin1')),
    name,
  };
}

/** Secrets in the text of one shell command. */
export function scanCommand(text: string): (SecretMatch & { name: string })[] {
  const found = scanText(Buffer.from(text), '').matches.map(({ start: _start, end: _end, ...match }) => ({
    ...match,
    line: 1,
    name: match.name ?? firstWord(text),
  }));
  const known = new Set(found.map((match) => match.hash));
  for (const { name, value } of commandAssignments(text)) {
    const match = judgeNamed(name, value);
    if (match && !known.has(match.hash)) found.push(match);
  }
  return found;
}

function fromHistory(instruction: BuildInstruction, step: number, found: FoundSecrets): void {
  const at = { where: 'history', step } as const;
  for (const { name, value } of instruction.buildArgs)
    found.push(judgeNamed(name, unquote(value)), { ...at, origin: 'build-arg' });
  switch (instruction.keyword) {
    case 'ARG':
    case 'ENV':
    case 'LABEL':
      for (const { name, value } of splitAssignments(instruction.text)) {
        found.push(judgeNamed(name, value), {
          ...at,
          origin: instruction.keyword === 'ARG' ? 'build-arg' : instruction.keyword === 'ENV' ? 'env' : 'label',
        });
      }
      break;
    case '':
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
    case 'HEALTHCHECK':
    case 'ADD':
      for (const match of scanCommand(instruction.text)) found.push(match, { ...at, origin: 'command' });
  }
}

type Place = Pick<ConfigSecret, 'where' | 'origin'> & { step?: number };

/** In the order found, each once. */
class FoundSecrets {
  readonly list: ConfigSecret[] = [];
  readonly #seen = new Set<string>();

  push(match: (SecretMatch & { name: string }) | undefined, place: Place): void {
    if (!match) return;
    const named = `name ${match.hash} ${match.name}`;
    const placed = `where ${match.hash} ${place.where}`;
    const repeats = place.where === 'history' || place.where === 'config';
    // The same value under the same name: ENV stands in the history as well, an ARG before every RUN.
    if (this.#seen.has(named) || (repeats && this.#seen.has(placed))) return;
    this.#seen.add(named).add(placed);
    this.list.push({ ...match, ...place });
  }
}

function splitAssignment(text: string): { name: string; value: string } {
  const equals = text.indexOf('=');
  return equals < 0 ? { name: text, value: '' } : { name: text.slice(0, equals), value: text.slice(equals + 1) };
}

/** `A=1 B="x y" C=z` of ENV, LABEL and ARG; also the old `ENV NAME value`. */
function splitAssignments(text: string): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  const pattern = /([^\s=]{1,200})=("(?:[^"\\]|\\.)*"|'[^']*'|(?:[^\s\\]|\\.)*)/gs;
  for (const [, name, value] of text.matchAll(pattern)) found.push({ name: unquote(name!), value: unquote(value!) });
  if (found.length > 0) return found;
  const old = /^([A-Za-z_][\w.-]*)\s+([\s\S]+)$/.exec(text);
  return old ? [{ name: old[1]!, value: unquote(old[2]!.trim()) }] : [];
}

function unquote(text: string): string {
  const first = text[0];
  return text.length >= 2 && (first === '"' || first === "'") && text.endsWith(first)
    ? text.slice(1, -1).replaceAll('\\"', '"')
    : text;
}

function firstWord(text: string): string {
  return /[^\s"'[\],]+/.exec(text)?.[0] ?? 'command';
}
