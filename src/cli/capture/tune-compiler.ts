import { setFlagsFromString } from 'node:v8';

/**
 * For runs over millions of events within a second. A third of the CPU time of such a run went into optimising functions, on other threads: some
 * hundred run some thousand times, where that costs more than it saves; the few that run a million times get there all the same, and inline
 * less. Measured on 4.16 million events: a fifth of the CPU time of the whole run.
 */
setFlagsFromString('--invocation-count-for-maglev=2000');
setFlagsFromString('--invocation-count-for-turbofan=300000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');

/**
 * A host's state is some ten megabytes, and what else is made dies at once. Without these V8 lets its heap grow to some hundred before it looks
 * for what is garbage: 265 MB after ten such captures in one stream in place of 130, for a hundredth less of CPU time.
 */
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=100');
