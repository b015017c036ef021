import './hot-detect.ts';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { errorIssue, failed, type Issue, type Outcome, ok } from '#core/outcome.ts';
import { ruleLimits } from '#runtime/rules/loader/limits.ts';
import type { RuleFileContent } from '#runtime/rules/loader/load-rules.ts';
import { readTestFile } from '#runtime/rules/testing/read-test-file.ts';
import { TestRunner } from '#runtime/rules/testing/run-tests.ts';
import type { RuleTestFile, RuleTestResult } from '#runtime/rules/testing/test-file.ts';
import { type CliContext, CliError, type ExitCode } from '../command.ts';
import { readRuleFiles } from '../commands/rules/rule-files.ts';
import { issueText } from '../issue-text.ts';
import { TextBuffer } from './text-buffer.ts';

/** What `holdfast rules test` does. */
export async function tryRules(
  paths: readonly string[],
  { format, filter, keep }: { readonly format: 'text' | 'json'; readonly filter?: string; readonly keep?: string },
  context: CliContext,
): Promise<ExitCode> {
  const files = paths.flatMap((path) => testFiles(path, context.cwd));
  if (files.length === 0) throw new CliError(3, `no *.test.yaml in ${paths.join(', ')}`);
  const runner = new TestRunner((path) => rulesOf(path, context));
  const out = new TextBuffer(context.stdout);
  const results: RuleTestResult[] = [];
  const broken: Issue[] = [];
  for (const path of files) {
    const shown = shownPath(path, context);
    const content = readText(path, shown);
    const file = content.ok ? await readTestFile(shown, content.value) : content;
    if (!file.ok) {
      broken.push(file.issue);
      continue;
    }
    const { value } = file;
    const chosen =
      filter === undefined ? value : { ...value, tests: value.tests.filter((test) => test.name.includes(filter)) };
    if (keep !== undefined) keepCaptures(chosen, resolve(context.cwd, keep));
    const ran = await runner.run(chosen, path, (result) => {
      results.push(result);
      if (format === 'text' && !result.passed) out.add(failureText(result));
    });
    if (!ran.ok) broken.push(ran.issue);
  }
  const failedTests = results.filter((result) => !result.passed).length;
  if (format === 'json') out.add(`${JSON.stringify(document(results, broken), undefined, 2)}\n`);
  else {
    out.add(
      `${count(results.length, 'test')} in ${count(files.length, 'file')}: ${results.length - failedTests} passed, ${failedTests} failed\n`,
    );
  }
  out.flush();
  for (const issue of broken) {
    context.stderr(`holdfast: ${issueText(issue)}\n`);
    if (issue.hint !== undefined) context.stderr(`  hint: ${issue.hint}\n`);
  }
  return broken.length > 0 ? 3 : failedTests > 0 ? 1 : 0;
}

function failureText({ name, where, failures }: RuleTestResult): string {
  const lines = failures.map((issue) => `  ${issue.where ?? where}: ${issue.message.replaceAll('\n', '\n  ')}\n`);
  return `FAILED ${name}\n${lines.join('')}`;
}

function document(results: readonly RuleTestResult[], broken: readonly Issue[]) {
  return {
    schema: 'holdfast.rules-test/1',
    passed: results.filter((result) => result.passed).length,
    failed: results.filter((result) => !result.passed).length,
    tests: results,
    issues: broken,
  };
}

/** Writes what the scripts of the tests were made into: captures to replay, or to open in other tools. */
function keepCaptures({ tests }: RuleTestFile, folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, capture } of tests)
      if (typeof capture !== 'string') writeFileSync(join(folder, captureName(name)), capture.bytes);
  } catch (cause) {
    throw new CliError(3, `cannot write captures to ${folder}: ${(cause as Error).message}`);
  }
}

/** `a shell by hand` → `a-shell-by-hand.scap` */
function captureName(test: string): string {
  const words = test.toLowerCase().match(/[a-z0-9]+/g) ?? ['test'];
  return `${words.join('-').slice(0, 100)}.scap`;
}

/** Test files of a path: itself, or all below a folder, by name. */
function testFiles(path: string, cwd: string): string[] {
  const absolute = resolve(cwd, path);
  try {
    if (!statSync(absolute).isDirectory()) return [absolute];
    return readdirSync(absolute, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.test\.ya?ml$/.test(name))
      .sort()
      .map((name) => join(absolute, name));
  } catch (cause) {
    throw new CliError(3, `cannot read ${path}: ${(cause as Error).message}`);
  }
}

/** A test file's rules: a file, or a folder of them. */
async function rulesOf(path: string, context: CliContext): Promise<Outcome<readonly RuleFileContent[]>> {
  try {
    return ok(await readRuleFiles([shownPath(path, context)], context));
  } catch (cause) {
    if (!(cause instanceof CliError)) throw cause;
    return failed(errorIssue('rule-test/unreadable', cause.message, { cause }));
  }
}

function readText(path: string, shown: string): Outcome<string> {
  try {
    if (statSync(path).size > ruleLimits.fileCharacters * 4)
      return failed(errorIssue('rule-test/too-large', 'the file is larger than any rule file', { where: shown }));
    return ok(readFileSync(path, 'utf8'));
  } catch (cause) {
    return failed(errorIssue('rule-test/unreadable', `cannot read ${shown}`, { where: shown, cause }));
  }
}

/** As the user would name it. */
function shownPath(path: string, { cwd }: Pick<CliContext, 'cwd'>): string {
  const inside = relative(cwd, path);
  return inside.startsWith('..') ? path : inside;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
