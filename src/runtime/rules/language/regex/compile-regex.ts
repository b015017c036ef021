import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import { LazyAutomaton } from './lazy-automaton.ts';
import { parseRegex, RegexFault } from './parse-regex.ts';
import { buildProgram } from './regex-program.ts';

/**
 * A test whether a whole text is in the language of a pattern of RE2's POSIX syntax. Time is linear in the text, memory bounded, whatever the pattern.
 * A byte that is no UTF-8 counts as U+FFFD.
 */
export function compileRegex(pattern: string): Outcome<(text: string) => boolean> {
  try {
    const automaton = new LazyAutomaton(buildProgram(parseRegex(pattern)));
    return ok((text) => automaton.matches(text));
  } catch (error) {
    if (!(error instanceof RegexFault)) throw error;
    return failed(
      errorIssue('constant/bad-regex', `invalid regex pattern: ${error.message}`, {
        hint: 'the syntax is RE2, POSIX: no \\d \\w \\s, no (?…); write [0-9], [[:alpha:]] …',
      }),
    );
  }
}
