import type { JsonValue } from '#runtime/rules/output/json-text.ts';
import type { DifferenceKind, OracleEvent, OracleValue } from './capture-oracle.ts';

/** One class of differences from the peer's field values that is known and meant. */
export interface DifferenceClass {
  readonly name: string;
  readonly reason: string;
  readonly fields: RegExp;
  readonly kinds: readonly DifferenceKind[];
  /** Further conditions. */
  readonly holds?: (difference: DifferenceFacts) => boolean;
}

export interface DifferenceFacts {
  readonly field: string;
  readonly kind: DifferenceKind;
  readonly expected: OracleValue | undefined;
  readonly got: JsonValue;
  /** All that the peer says of the event. */
  readonly peer: OracleEvent;
}

/** The peer takes the control group of the recording host, named by 32 hexadecimal digits, for a container's. */
const recordingHost = '7d9ec60cca98';

export const differenceClasses: readonly DifferenceClass[] = [
  {
    name: 'recording-host',
    reason:
      'The recording machine runs its processes in a control group whose name only looks like a container id; they are shown as processes of the host.',
    fields: /^container\.|^fd\.container(name|directory)$/,
    kinds: ['different', 'extra'],
    holds: ({ peer }) => peer['container.id'] === recordingHost,
  },
  {
    name: 'empty-buffer',
    reason:
      'A read that gave nothing has an empty buffer. The peer shows the word NULL, which only its texts have, over what the read before left in memory.',
    fields: /^evt\.buffer$/,
    kinds: ['different'],
    holds: ({ expected, got, peer }) =>
      got === '' &&
      typeof expected === 'string' &&
      expected.startsWith('N') &&
      /\bdata=NULL\b/.test(String(peer['evt.args'])),
  },
  {
    name: 'buffer-of-a-number',
    reason:
      "What ptrace reads is a number, not bytes. evt.buffer has its bytes here; the peer shows the number's digits over what an earlier text left in memory.",
    fields: /^evt\.buffer$/,
    kinds: ['different'],
    holds: ({ peer }) => peer['evt.type'] === 'ptrace',
  },
  {
    name: 'absolute-path-leaves-a-trace',
    reason:
      'Reading evt.abspath of an open relative to a directory descriptor makes the directory the descriptor of the event, so that the peer names the directory, or the file opened, by what was asked before.',
    fields: /^fd\.name$/,
    kinds: ['different'],
    holds: ({ expected, got, peer }) =>
      /^open/.test(String(peer['evt.type'])) &&
      typeof expected === 'string' &&
      typeof got === 'string' &&
      peer['evt.abspath'] !== undefined &&
      got.startsWith(expected),
  },
];

/** The class that explains a difference; undefined where none does. */
export function classOf(difference: DifferenceFacts): DifferenceClass | undefined {
  return differenceClasses.find(
    ({ fields, kinds, holds }) =>
      fields.test(difference.field) && kinds.includes(difference.kind) && (holds === undefined || holds(difference)),
  );
}
