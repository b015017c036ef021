import { ruleLimits } from '../limits.ts';
import { readBlocks } from './block-reader.ts';
import type { YamlDocuments } from './whole-reader.ts';

/** Documents of a rule file, in order. Heavy parts are loaded only for files that need them. */
export async function readYaml(content: string): Promise<YamlDocuments> {
  if (content.length > ruleLimits.fileCharacters) {
    return {
      error: { message: `the file has more than ${ruleLimits.fileCharacters} characters`, offset: 0 },
    };
  }
  const simple = readBlocks(content, ruleLimits.yamlDepth);
  if (simple !== undefined) return { documents: [simple] };
  const [{ yaml }, { readWhole }] = await Promise.all([import('./yaml-library.ts'), import('./whole-reader.ts')]);
  return readWhole(yaml, content);
}
