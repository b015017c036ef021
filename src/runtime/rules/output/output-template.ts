import type { CaptureEvent } from '#runtime/events/event.ts';
import type { FieldReader, FieldValue } from '../field.ts';
import type { JsonValue } from './json-text.ts';
import { type ValueForm, valueJson, valueText } from './value-form.ts';

/** What a field or a transformer in an output gives for an event. */
export interface OutputOperand {
  /** As output_fields name it: `proc.aname[2]`, `toupper(proc.name)`. */
  readonly name: string;
  readonly read: FieldReader;
  readonly form: ValueForm;
}

/** One piece of the text: a literal, or the operand at `index`; cut or filled up with blanks to `width`, where that is not 0. */
export type OutputPiece = string | { readonly index: number; readonly width: number };

/** What a missing value shows as. */
export const missingValue = '<NA>';

/**
 * The text of a rule's `output`, or a format on the command line, ready to be asked for events. Each operand is read once an event, however
 * often the text has it.
 */
export class OutputTemplate {
  /** As it was written. */
  readonly source: string;
  /** A leading `*`: values that are missing show as <NA>. Without it, `text` gives undefined for such an event. */
  readonly lenient: boolean;
  readonly operands: readonly OutputOperand[];
  readonly #pieces: readonly OutputPiece[];
  /** Indexes of the operands that output_fields have: fields, and not transformers. */
  readonly #named: readonly number[];

  constructor(
    source: string,
    lenient: boolean,
    operands: readonly OutputOperand[],
    pieces: readonly OutputPiece[],
    named: readonly number[],
  ) {
    this.source = source;
    this.lenient = lenient;
    this.operands = operands;
    this.#pieces = pieces;
    this.#named = named;
  }

  /** The operands' values for an event, in their order, for `text` and `fields`. */
  read(event: CaptureEvent): (FieldValue | undefined)[] {
    return this.operands.map((operand) => operand.read(event));
  }

  text(event: CaptureEvent, values = this.read(event), lenient = this.lenient): string | undefined {
    let text = '';
    for (const piece of this.#pieces) {
      if (typeof piece === 'string') {
        text += piece;
        continue;
      }
      const value = values[piece.index];
      if (value === undefined && !lenient) return undefined;
      const shown = value === undefined ? missingValue : valueText(value, this.operands[piece.index]!.form, event);
      text += piece.width === 0 ? shown : shown.slice(0, piece.width).padEnd(piece.width);
    }
    return text;
  }

  /** Adds the fields of this template to `into`, by name; null where there is no value. */
  fields(into: Record<string, JsonValue>, event: CaptureEvent, values = this.read(event)): void {
    for (const index of this.#named) {
      const { name, form } = this.operands[index]!;
      into[name] = valueJson(values[index], form, event);
    }
  }

  /** The value of the first operand alone, with its type. */
  value(event: CaptureEvent): JsonValue {
    const [operand] = this.operands;
    return operand === undefined ? null : valueJson(operand.read(event), operand.form, event);
  }

  /** Names of the fields that `fields` adds. */
  get fieldNames(): readonly string[] {
    return this.#named.map((index) => this.operands[index]!.name);
  }
}
