import { quote } from '#core/outcome.ts';
import { stages } from '#core/verdict.ts';
import type { Waiver } from '../policy.ts';
import { expiryTime } from '../waivers.ts';
import { withoutUndefined } from './read-condition.ts';
import type { YamlReader } from './yaml-reader.ts';

const selectors = ['id', 'ids', 'fingerprint', 'fingerprints', 'rule', 'rules', 'package', 'packages', 'path', 'paths'];
const waiverFields = ['name', ...selectors, 'image', 'images', 'stages', 'reason', 'author', 'expires'];
const mostWaivers = 10_000;

export function readWaivers(reader: YamlReader, node: unknown, file: string): Waiver[] {
  const names = new Set<string>();
  const waivers = reader.list(node, 'waivers', (item) => readWaiver(reader, item, file, names));
  if (waivers && waivers.length > mostWaivers) reader.fail(node, `there are more than ${mostWaivers} waivers`);
  return waivers ?? [];
}

function readWaiver(reader: YamlReader, node: unknown, file: string, names: Set<string>): Waiver | undefined {
  const map = reader.map(node, 'a waiver', waiverFields);
  if (!map) return undefined;
  if (!selectors.some((key) => map.get(key) !== undefined))
    reader.fail(
      node,
      'this waiver would cover everything',
      `name what it is for: ${selectors.filter((key) => key.endsWith('s')).join(', ')}`,
    );
  const reason = map.requiredText('reason', 'why is this acceptable?');
  const author = map.requiredText('author', 'who answers for it?');
  const expires = readExpiry(reader, map.require('expires', 'a day, as 2027-01-31, or: never'));
  // A list may be written in the singular with one item.
  const both = (one: string, many: string) => map.texts(many) ?? map.texts(one);
  const list = {
    ids: both('id', 'ids'),
    fingerprints: both('fingerprint', 'fingerprints'),
    rules: both('rule', 'rules'),
    packages: both('package', 'packages'),
    paths: both('path', 'paths'),
    images: both('image', 'images'),
  };
  const given = map.text('name');
  if (given !== undefined && names.has(given)) reader.fail(node, `two waivers are named ${quote(given)}`);
  const name =
    given ?? namedAfter(list.ids ?? list.rules ?? list.packages ?? list.paths ?? list.fingerprints ?? [], names);
  names.add(name);
  if (reason === undefined || author === undefined || expires === undefined) return undefined;
  return withoutUndefined<Waiver>({
    name,
    ...list,
    stages: map.choices('stages', stages),
    reason: reason.trim(),
    author: author.trim(),
    expires,
    from: `${file}:${reader.place(node).line}`,
  });
}

/** A waiver without a name is called by what it covers: `CVE-2024-1234`, `CVE-2024-1234 and 2 more`, `CVE-2024-1234 #2`. */
function namedAfter([first = 'waiver', ...more]: readonly string[], names: ReadonlySet<string>): string {
  const name = more.length > 0 ? `${first} and ${more.length} more` : first;
  let unique = name;
  for (let number = 2; names.has(unique); number++) unique = `${name} #${number}`;
  return unique;
}

function readExpiry(reader: YamlReader, node: unknown): string | undefined {
  if (node === undefined) return undefined;
  const value = reader.scalar(node);
  if (typeof value === 'string' && expiryTime(value) !== undefined) return value;
  return reader.fail(node, `expires must be a day, a time or never`, '2027-01-31, 2027-01-31T12:00:00Z, never');
}
