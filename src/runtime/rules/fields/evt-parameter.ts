import { errorIssue, failed, type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import { type ParameterText, parametersText, parameterText } from '#runtime/events/format/parameter-text.ts';
import type { Field, FieldReader, FieldType } from '../field.ts';
import { parameterIndex, parameterNamed } from './parameter-index.ts';
import { parameterType, parameterValue } from './parameter-value.ts';
import { plain } from './reader-of.ts';

export const evtParameterFields: readonly Field[] = [
  {
    name: 'evt.arg',
    family: 'evt',
    type: 'charbuf',
    describes:
      'One parameter of the event as text: what its value stands for where it stands for something (a path, flags, an error name), else the value. `evt.arg.flags`, `evt.arg[1]`.',
    argument: { required: true, kind: 'parameter', describes: 'name of the parameter, or its place from 0 on' },
    reader: (argument) => {
      if (argument === undefined) return missing('evt.arg');
      if (!/^[+-]?[0-9]{1,10}$/.test(argument)) return named(argument, parameterReader);
      const index = Number(argument);
      return ok((event) => textOf(parameterText(event, index)));
    },
  },
  {
    name: 'evt.rawarg',
    family: 'evt',
    type: 'dyn',
    describes: 'One parameter of the event as it is: a number, a text or bytes. `evt.rawarg.flags`.',
    argument: { required: true, kind: 'parameter', describes: 'name of the parameter' },
    noTransformer: true,
    noRight: true,
    reader: (argument) => (argument === undefined ? missing('evt.rawarg') : named(argument, rawReader)),
    typeOf: (argument): FieldType => {
      const row = argument === undefined ? undefined : parameterNamed(argument);
      return row ? parameterType(row.type) : 'dyn';
    },
  },
  {
    name: 'evt.args',
    family: 'evt',
    type: 'charbuf',
    describes: 'All parameters of the event as text: `name=value`, with what a value stands for in brackets.',
    reader: plain(parametersText),
  },
  {
    name: 'evt.info',
    family: 'evt',
    type: 'charbuf',
    describes: 'The same as evt.args.',
    reader: plain(parametersText),
  },
  {
    name: 'evt.buffer',
    family: 'evt',
    type: 'bytebuf',
    describes:
      'Bytes that were read, written, received or sent, as far as the capture has them. Outputs show what is no printable ASCII as dots.',
    reader: plain((event) => bufferBytes(event)),
  },
];

function parameterReader(name: string): FieldReader {
  const indexOf = parameterIndex(name);
  return (event) => {
    const index = indexOf(event);
    return index < 0 ? undefined : textOf(parameterText(event, index));
  };
}

function textOf(text: ParameterText | undefined): string | undefined {
  if (!text) return undefined;
  return text.meaning === '' ? text.value : text.meaning;
}

function rawReader(name: string): FieldReader {
  const indexOf = parameterIndex(name);
  return (event) => {
    const index = indexOf(event);
    return index < 0 ? undefined : parameterValue(event, index);
  };
}

const bufferIndex = parameterIndex('data');

function bufferBytes(event: CaptureEvent): Uint8Array | undefined {
  const index = bufferIndex(event);
  return index < 0 ? undefined : event.raw(index);
}

function named(argument: string, make: (name: string) => FieldReader): Outcome<FieldReader> {
  return parameterNamed(argument)
    ? ok(make(argument))
    : failed(
        errorIssue('rules/field-argument', `unknown event argument ${argument}`, {
          hint: '`holdfast fields` lists the parameters of each event',
        }),
      );
}

function missing(field: string): Outcome<FieldReader> {
  return failed(
    errorIssue('rules/field-argument', `filter syntax error: ${field}`, {
      hint: `say which: ${field}.res, ${field}.flags …`,
    }),
  );
}
