import type { ImageConfig } from '#core/image.ts';
import { commandAssignments } from './command-assignments.ts';
import { judgeNamed } from './config.ts';
import { redact } from './redact.ts';
import { scanText } from './scan-text.ts';

/**
 * The configuration as a report may show it: secrets in environment, labels, commands and history cut out. What is cut is what
 * `findConfigSecrets` finds.
 */
export function redactConfig(config: ImageConfig): ImageConfig {
  return {
    ...config,
    env: config.env.map(redactAssignment),
    labels: Object.fromEntries(Object.entries(config.labels).map(([name, value]) => [name, redactValue(name, value)])),
    entrypoint: redactWords(config.entrypoint),
    cmd: redactWords(config.cmd),
    ...(config.healthcheck ? { healthcheck: { test: redactWords(config.healthcheck.test) } } : {}),
    history: config.history.map((step) => ({ ...step, createdBy: redactText(step.createdBy) })),
  };
}

/** A build step or command without the secrets in it. */
export function redactText(text: string): string {
  const bytes = Buffer.from(text);
  const shown = cut((from, to) => bytes.toString('utf8', from, to), scanText(bytes, '').matches);
  const byName = commandAssignments(shown).flatMap(({ name, value, start, end }) => {
    const redacted = redactValue(name, value);
    return redacted === value ? [] : [{ start, end, redacted }];
  });
  return cut((from, to) => shown.slice(from, to), byName).replace(
    /^((?:\S{1,40} -c )?(?:#\(nop\)\s{0,4})?ENV )([A-Za-z_][\w.-]*) ([^=]+)$/,
    (_all, head: string, name: string, value: string) => `${head}${name} ${redactValue(name, value)}`,
  );
}

function cut(
  slice: (from: number, to?: number) => string,
  places: readonly { start: number; end: number; redacted: string }[],
): string {
  let out = '';
  let done = 0;
  for (const { start, end, redacted } of places) {
    out += slice(done, start) + redacted;
    done = end;
  }
  return out + slice(done);
}

function redactAssignment(entry: string): string {
  const equals = entry.indexOf('=');
  return equals < 0
    ? entry
    : `${entry.slice(0, equals)}=${redactValue(entry.slice(0, equals), entry.slice(equals + 1))}`;
}

function redactValue(name: string, value: string): string {
  const match = judgeNamed(name, value.replace(/^["'](.*)["']$/s, '$1'));
  if (!match) return value;
  return match.rule === 'secret-by-name'
    ? redact(value)
    : redactText(value) === value
      ? match.redacted
      : redactText(value);
}

/** Word by word where a word holds a secret of its own, and as a pair where an option takes the next word. */
function redactWords(words: readonly string[]): string[] {
  return words.map((word, i) => {
    const previous = words[i - 1];
    const option = previous === undefined ? undefined : /^--?([A-Za-z][\w-]*)$/.exec(previous)?.[1];
    return option ? redactValue(option, word) : redactText(word);
  });
}
