// What every command over captures and rules runs. Each of them imports this file, and nothing of it by another way at run time, so that the build
// gives these modules one chunk together: thirty small ones cost 10 ms of every start (see ../hot.ts).

export { eventTable } from '#runtime/events/table/event-table.ts';
export { fields } from '#runtime/rules/fields/index.ts';
export { loadRules } from '#runtime/rules/loader/load-rules.ts';
export { didYouMean } from '#runtime/rules/loader/nearest.ts';
export { Detector } from '#runtime/rules/replay/detector.ts';

import './capture-progress.ts';
import './capture-trouble.ts';
import './command-source.ts';
import './open-rules.ts';
import './rule-options.ts';
import './text-buffer.ts';
