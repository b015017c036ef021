import { type EventRow, eventTable } from '../table/event-table.ts';

/** What has to be done with an event of a type before anyone may look at it. */
export const ConversionMode = {
  /** Is today's layout. */
  pass: 0,
  /** Says nothing that is not said elsewhere. */
  drop: 1,
  /** Is converted, or kept for the exit event. */
  always: 2,
  /** Is today's layout if it has all its parameters (or more, of a newer writer); else it is converted. */
  byCount: 3,
} as const;

/** ConversionMode by event type (libs, userspace/libscap/engine/savefile/converter/README.md). */
export const conversionModes: Uint8Array = Uint8Array.from(eventTable, mode);

function mode({ flags, enter }: EventRow): number {
  if (flags.has('unused')) return ConversionMode.drop;
  if (!flags.has('converted')) return flags.has('old') ? ConversionMode.drop : ConversionMode.pass;
  return enter || flags.has('old') ? ConversionMode.always : ConversionMode.byCount;
}
