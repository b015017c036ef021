import { readYaml } from '#runtime/rules/loader/yaml/read-yaml.ts';
import { NodeReader } from '#runtime/rules/testing/node-reader.ts';
import { buildScript } from '#runtime/rules/testing/script/build-script.ts';

/** The capture of a script, for tests; a wrong script is a wrong test. */
export async function scriptCapture(text: string): Promise<Buffer> {
  const documents = await readYaml(text);
  if ('error' in documents) throw new Error(documents.error.message);
  const reader = new NodeReader('script', text);
  const built = buildScript(documents.documents[0]!, reader);
  if (built === undefined || reader.issues.length > 0)
    throw new Error(reader.issues.map((issue) => `${issue.where}: ${issue.message}`).join('\n'));
  return built.bytes;
}
