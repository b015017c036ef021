import { CaptureEvent } from '../event.ts';
import { eventTable } from '../table/event-table.ts';
import { parameterSize } from '../table/parameter-size.ts';
import { containerJson } from './container-json.ts';
import { ConversionMode, conversionModes } from './conversion-mode.ts';
import { type ConversionRule, conversionRule, type ParameterRule } from './conversion-rule.ts';
import { EnterStore, type StoredEnter } from './enter-store.ts';
import { EventWriter } from './event-writer.ts';

/** Steps from an old layout to today's; a longer chain would be a loop in the rules. */
const maxSteps = 50;

/**
 * Turns events of old layouts into those of today (rules: table/conversion-rows.ts). Works on the one reused event: afterwards it points at
 * today's layout, in a buffer of the converter where it was changed. Facts: libs, userspace/libscap/engine/savefile/converter.
 */
export class EventConverter {
  readonly enters = new EnterStore();
  /** Events that were changed. */
  converted = 0;
  /** Enter events that were kept for their exit events, or dropped because they say nothing of their own. */
  folded = 0;
  /** Events of a layout that no rule knows: shown as they are if their type is of today, dropped if not. */
  unknownLayouts = 0;
  /** Exit events whose stored enter event was another call's. */
  mismatched = 0;
  #writers: [EventWriter, EventWriter] = [new EventWriter(), new EventWriter()];
  readonly #enter = new CaptureEvent();

  /** False where the event is not to be shown, nor counted: it was folded or dropped. */
  convert(event: CaptureEvent): boolean {
    for (let step = 0; step < maxSteps; step += 1) {
      const { type, declaredParameters } = event;
      const row = eventTable[type];
      const mode = conversionModes[type];
      if (!row || mode === ConversionMode.drop) {
        this.folded += 1;
        return false;
      }
      if (
        mode === ConversionMode.pass ||
        (mode === ConversionMode.byCount && declaredParameters >= row.parameters.length)
      ) {
        if (step > 0) this.converted += 1;
        return true;
      }
      const rule = conversionRule(type, declaredParameters);
      if (!rule) {
        this.unknownLayouts += 1;
        // Of an enter event with parameters that nobody knows the first ones are still what they were.
        return mode === ConversionMode.byCount || (row.enter && !row.flags.has('old'));
      }
      if (rule.action === 'store' || rule.action === 'store+pass') {
        this.enters.put(event.tid, type, event.bytes, event.at, event.length, declaredParameters);
      }
      if (rule.action === 'store') {
        this.folded += 1;
        return false;
      }
      if (rule.action !== 'add' && rule.action !== 'become') {
        if (step > 0) this.converted += 1;
        return true;
      }
      this.#rewrite(event, rule);
    }
    this.unknownLayouts += 1;
    return false;
  }

  /** A section begins: threads are other ones. */
  restart(): void {
    this.enters.clear();
  }

  #rewrite(event: CaptureEvent, rule: ConversionRule): void {
    const [writer, other] = this.#writers;
    this.#writers = [other, writer];
    const type = rule.action === 'become' ? rule.type : event.type;
    const kept = rule.action === 'become' ? 0 : event.parameterCount;
    const target = eventTable[type]!;
    const large = target.flags.has('large');
    writer.begin(event.bytes, event.at, type, kept + rule.parameters.length, large);
    for (let index = 0; index < kept; index += 1) writer.copy(event.bytes, event.start(index), event.size(index));

    const stored = rule.parameters.some(takesFromEnter) ? this.#storedFor(event) : undefined;
    if (stored) this.#enter.point(stored.bytes, stored.view, 0, stored.parameterCount, false);
    let taken = false;
    for (let index = 0; index < rule.parameters.length; index += 1) {
      const parameter = rule.parameters[index]!;
      const parameterType = target.parameters[kept + index]?.type ?? 'bytes';
      const json = parameter.from === 'callback' ? containerJson(event) : undefined;
      const source = parameter.from === 'old' ? event : parameter.from === 'enter' && stored ? this.#enter : undefined;
      if (json) writer.copy(json, 0, json.length);
      else if (source && parameter.index < source.parameterCount) {
        taken ||= parameter.from === 'enter';
        const size = source.size(parameter.index);
        writer.copy(source.bytes, source.start(parameter.index), Math.min(size, parameterSize(parameterType) ?? size));
      } else if (parameter.from === 'empty' || (parameter.elseEmpty && parameter.from !== 'default')) writer.empty();
      else
        writer.fill(parameterType === 'uid' || parameterType === 'gid' ? 0xff : 0, parameterSize(parameterType) ?? 0);
    }
    writer.finish();
    if (stored && taken) this.enters.take(stored);
    event.point(writer.bytes, writer.view, 0, writer.parameterCount, large);
  }

  #storedFor(event: CaptureEvent): StoredEnter | undefined {
    const stored = this.enters.get(event.tid);
    if (!stored || stored.type === event.type - 1) return stored;
    this.mismatched += 1;
    this.enters.take(stored);
    return undefined;
  }
}

function takesFromEnter(parameter: ParameterRule): boolean {
  return parameter.from === 'enter';
}
