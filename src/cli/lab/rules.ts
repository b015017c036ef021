import '../capture/hot-detect.ts';
import { asObject } from '#core/json.ts';
import { loadRules, type RuleFileContent } from '#runtime/rules/loader/load-rules.ts';

export const describes = 'load rule files, in order, and say what is wrong with them';
export const example = '{"content":"- list: shells\\n  items: [sh, bash]\\n"}';

export async function answer(question: unknown): Promise<unknown> {
  const files = filesOf(question);
  if (files === undefined)
    return { error: 'a question is {"content":"…"} or {"files":[{"name":"…","content":"…"}, …]}' };
  const { ok, errors, warnings } = await loadRules(files);
  const brief = ({ code, message }: { code: string; message: string }) => ({ code, message });
  return { ok, errors: errors.map(brief), warnings: warnings.map(brief) };
}

function filesOf(question: unknown): readonly RuleFileContent[] | undefined {
  const record = asObject(question);
  if (typeof record?.content === 'string') return [{ name: 'rules.yaml', content: record.content }];
  if (!Array.isArray(record?.files)) return undefined;
  const files: RuleFileContent[] = [];
  for (const [index, given] of record.files.entries()) {
    const file = asObject(given);
    const content = typeof given === 'string' ? given : file?.content;
    if (typeof content !== 'string') return undefined;
    const name = file?.name ?? file?.file;
    files.push({ name: typeof name === 'string' ? name : `rules-${index + 1}.yaml`, content });
  }
  return files;
}
