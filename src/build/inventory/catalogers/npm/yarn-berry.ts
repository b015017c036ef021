import { type Outcome, ok } from '#core/outcome.ts';
import { parseYaml, yamlAt, yamlMap, yamlText } from '../../readers/yaml.ts';
import type { YarnEntry } from './yarn-lock.ts';

/** Yarn 2 and later: YAML; keys are descriptors joined by `, `, `resolution` is the locator. */
export function parseYarnBerry(text: string): Outcome<YarnEntry[]> {
  const documents = parseYaml(text);
  if (!documents.ok) return documents;
  const entries: YarnEntry[] = [];
  for (const [key, node] of yamlMap(documents.value[0]) ?? []) {
    const entry = yamlMap(node);
    if (!entry || key === '__metadata') continue;
    const resolved = yamlText(entry.get('resolution'));
    entries.push({
      descriptors: key.split(', '),
      version: yamlText(entry.get('version')) ?? '',
      resolved,
      needs: [...(yamlMap(yamlAt(entry, 'dependencies')) ?? [])].map(
        ([name, range]) => `${name}@${yamlText(range) ?? ''}`,
      ),
      workspace: yamlText(entry.get('linkType')) === 'soft' || (resolved?.includes('@workspace:') ?? false),
    });
  }
  return ok(entries);
}
