import type { Thread } from '#runtime/events/state/thread.ts';

/** Arguments joined by blanks, by the list of them: threads that inherit the list share the text. */
const joinedLists = new WeakMap<readonly string[], string>();

export function argumentsText(thread: Thread): string {
  const { args } = thread;
  if (args.length < 2) return args.length === 0 ? '' : args[0]!;
  let text = joinedLists.get(args);
  if (text === undefined) {
    text = args.join(' ');
    joinedLists.set(args, text);
  }
  return text;
}

/** proc.cmdline: the name and the arguments. */
export function commandLine(thread: Thread): string {
  return thread.args.length === 0 ? thread.comm : `${thread.comm} ${argumentsText(thread)}`;
}
