import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { policyApiVersion } from '../policy.ts';
import { YamlReader } from './yaml-reader.ts';

/** Policy files are written by people. */
const documentLimits = {
  /** UTF-16 units. */
  size: 1024 * 1024,
  /** Aliases that may be followed in one document. */
  aliases: 1000,
} as const;

export interface OpenDocument {
  readonly reader: YamlReader;
  readonly root: unknown;
}

/** Parses YAML; issues name file, line and column. */
export async function openDocument(text: string, file: string): Promise<Outcome<OpenDocument>> {
  if (text.length > documentLimits.size)
    return failed(
      errorIssue('policy/too-large', `the file is larger than ${documentLimits.size} characters`, { where: file }),
    );
  const { yaml } = await import('./yaml-library.ts');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lines.linePos(error.pos[0]);
    return failed(
      errorIssue('policy/yaml', `not valid YAML: ${error.message.split('\n')[0]}`, { where: `${file}:${line}:${col}` }),
    );
  }
  let aliases = 0;
  const resolve = (node: unknown) => {
    let current = node;
    while (yaml.isAlias(current)) {
      aliases += 1;
      if (aliases > documentLimits.aliases) return undefined;
      current = current.resolve(document);
    }
    return yaml.isNode(current) ? current : undefined;
  };
  return ok({ reader: new YamlReader(yaml, file, text, lines, resolve), root: document.contents });
}

/** Checks `apiVersion` and `kind`. */
export function checkEnvelope(reader: YamlReader, root: unknown, wanted: string, fields: readonly string[]) {
  const map = reader.map(root, `a ${wanted}`, ['apiVersion', 'kind', ...fields]);
  if (!map) return undefined;
  const version = map.requiredText('apiVersion', `apiVersion: ${policyApiVersion}`);
  if (version !== undefined && version !== policyApiVersion)
    reader.fail(map.get('apiVersion'), `apiVersion must be ${policyApiVersion}`, 'a newer Holdfast may read this file');
  const kind = map.requiredText('kind', `kind: ${wanted}`);
  if (kind !== undefined && kind !== wanted) reader.fail(map.get('kind'), `kind must be ${wanted}`);
  return map;
}

/** The value, or the first issue with the others as its cause. */
export function finish<T>(reader: YamlReader, value: T | undefined): Outcome<T> {
  const [first, ...others] = reader.issues;
  if (first) return failed(withOthers(first, others));
  if (value === undefined) throw new Error('no value and no issue');
  return ok(value);
}

function withOthers(first: Issue, others: readonly Issue[]): Issue {
  if (others.length === 0) return first;
  return { ...first, cause: others.map(({ where, message }) => `${where}: ${message}`).join('\n') };
}
