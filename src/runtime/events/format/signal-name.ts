const names = `
SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM
SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO
SIGPWR SIGSYS
`
  .trim()
  .split(/\s+/);

/** `SIGKILL` of 9 (Linux on x86 and ARM); '' for real-time signals and what is none. */
export function signalName(signal: number): string {
  return names[signal - 1] ?? '';
}

/** Names of a set's signals: bit 0 is signal 1. */
export function signalSetText(bits: number): string {
  let text = '';
  for (let bit = 0; bit < names.length; bit += 1) {
    if ((bits >>> bit) & 1) text += text === '' ? names[bit] : ` ${names[bit]}`;
  }
  return text;
}
