import { setFlagsFromString } from 'node:v8';

/**
 * For runs over millions of events within a second. A third of the CPU time went into optimising functions, on other threads: some hundred run
 * some thousand times, where optimising costs more than it saves; the twenty that run a million times get there all the same, and inline less.
 * Measured on 4.16 million events: a tenth of the CPU time of the whole run.
 */
setFlagsFromString('--invocation-count-for-maglev=2000');
setFlagsFromString('--invocation-count-for-turbofan=300000');
setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
