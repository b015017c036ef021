import { StringDecoder } from 'node:string_decoder';
import type { LabOptions, LabPart } from './part.ts';

/** Characters of one question. */
const maxLineLength = 16 * 1024 * 1024;

/**
 * Reads questions, one JSON document a line, and writes as many answers in the same order. Blank lines are passed over; a line
 * that is no JSON is answered with `{error}`.
 */
export async function ask(
  part: LabPart,
  argument: string | undefined,
  input: AsyncIterable<Buffer | string>,
  write: (text: string) => void,
  options: LabOptions,
): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.write(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new Error(`a question is longer than ${maxLineLength} characters`);
    await answerLines(part, argument, lines, write, options);
  }
  await answerLines(part, argument, [rest + decoder.end()], write, options);
}

async function answerLines(
  part: LabPart,
  argument: string | undefined,
  lines: readonly string[],
  write: (text: string) => void,
  options: LabOptions,
): Promise<void> {
  let output = '';
  for (const line of lines) {
    if (line.trim() === '') continue;
    output += `${JSON.stringify(await answerLine(part, argument, line, options))}\n`;
  }
  if (output !== '') write(output);
}

async function answerLine(
  part: LabPart,
  argument: string | undefined,
  line: string,
  options: LabOptions,
): Promise<unknown> {
  let question: unknown;
  try {
    question = JSON.parse(line);
  } catch {
    return { error: 'the line is no JSON' };
  }
  try {
    return await part.answer(question, argument, options);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
