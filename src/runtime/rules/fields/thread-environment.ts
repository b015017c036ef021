import type { Thread } from '#runtime/events/state/thread.ts';

/** The environment of the thread's process in one text. */
export function environmentText(thread: Thread): string {
  return environment(thread).join(' ');
}

/** Value of the variable, without blanks around it; '' where it is not set or empty. */
export function environmentValue(thread: Thread, name: string): string {
  for (const variable of environment(thread)) {
    if (variable.length > name.length + 1 && variable[name.length] === '=' && variable.startsWith(name)) {
      return trimBlanks(variable, name.length + 1);
    }
  }
  return '';
}

function environment(thread: Thread): readonly string[] {
  return (thread.main ?? thread).env;
}

/** Blanks only: tabs and line ends are part of a value. */
function trimBlanks(text: string, from: number): string {
  let start = from;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === 0x20) start += 1;
  while (end > start && text.charCodeAt(end - 1) === 0x20) end -= 1;
  return text.slice(start, end);
}
