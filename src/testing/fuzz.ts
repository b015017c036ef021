/** A small seeded generator (mulberry32): the same seed gives the same inputs on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const interesting = [0, 1, 0x7f, 0x80, 0xff, 0x20, 0x30, 0x0a, 0x2f];

/** `count` damaged copies of a valid input: flipped, overwritten, cut, doubled and spliced bytes. */
export function* mutations(valid: Buffer, count: number, seed: number): Generator<Buffer> {
  const random = randomFrom(seed);
  for (let round = 0; round < count; round++) yield mutate(valid, random);
}

/** One damaged copy. */
export function mutate(valid: Buffer, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  let bytes = Buffer.from(valid);
  const edits = 1 + below(6);
  for (let edit = 0; edit < edits && bytes.length > 0; edit++) {
    const at = below(bytes.length);
    switch (below(7)) {
      case 0:
        bytes[at] = bytes[at]! ^ (1 << below(8));
        break;
      case 1:
        bytes[at] = interesting[below(interesting.length)]!;
        break;
      case 2:
        bytes = bytes.subarray(0, at);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + below(64)), bytes.subarray(at)]);
        break;
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(16))]);
        break;
      case 5:
        bytes.fill(below(256), at, Math.min(bytes.length, at + below(32)));
        break;
      default:
        if (at + 4 <= bytes.length) bytes.writeUInt32LE(below(2) === 0 ? 0xffffffff : below(2 ** 31), at);
    }
  }
  return bytes;
}

/** What parsers of text stumble over. */
export const nastyTokens: readonly string[] = [
  ...[
    '',
    ' ',
    '\t',
    '\0',
    '\r',
    '\n',
    '\u2028',
    '\ufeff',
    '\ud800',
    '%00',
    '..',
    '../../../x',
    '/',
    '\\',
    '~',
    '-',
    '--',
    '*',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'true', 'NaN', '[object Object]'],
  ...['-1', '0', '00', '1e999', '9007199254740993', '-0', '0x10', '9'.repeat(400), '1.'.repeat(200), '٣', '１'],
  ...[
    '"',
    "'",
    '`',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '${a}',
    '$(a)',
    '#{a}',
    '{{a}}',
    '%s',
    '&a;',
    ']]>',
    '<!--',
    '-->',
  ],
  ...[
    ':',
    ': ',
    '=',
    '==',
    '=>',
    ';',
    ',',
    '|',
    '||',
    '&&',
    '#',
    '@',
    '!',
    '?',
    '+',
    '^',
    '=~',
    '//',
    '/*',
    '*/',
    '\\\n',
    '<<A\n',
  ],
  ...[
    'a'.repeat(5000),
    'é'.repeat(300),
    '🐳'.repeat(50),
    ' '.repeat(2000),
    '\n'.repeat(500),
    '['.repeat(3000),
    '('.repeat(3000),
  ],
];

/** One damaged copy of a text: lines and words doubled, moved, dropped and replaced; now and then repeated many times. */
export function mutateText(valid: Buffer, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const token = () => nastyTokens[below(nastyTokens.length)]!;
  let text = valid.toString('utf8');
  const edits = 1 + below(4);
  for (let edit = 0; edit < edits; edit++) {
    const at = below(text.length + 1);
    switch (below(9)) {
      case 0:
        text = text.slice(0, at) + token() + text.slice(at);
        break;
      case 1: {
        const lines = text.split('\n');
        lines.splice(below(lines.length), 1 + below(3));
        text = lines.join('\n');
        break;
      }
      case 2: {
        const lines = text.split('\n');
        const from = below(lines.length);
        lines.splice(below(lines.length), 0, ...lines.slice(from, from + 1 + below(5)));
        text = lines.join('\n');
        break;
      }
      case 3:
        text = text.slice(0, at) + text.slice(at).replace(/[\w.-]+/, token);
        break;
      case 4:
        text = text.slice(0, at) + text.slice(at).replace(/[^\w\s]/, token);
        break;
      case 5: {
        const piece = text.slice(at, at + 1 + below(60));
        text = text.slice(0, at) + piece.repeat(1 + below(below(10) === 0 ? 400 : 8)) + text.slice(at);
        break;
      }
      case 6:
        text = text.slice(0, at) + text.slice(at + 1 + below(20));
        break;
      case 7: {
        const other = below(text.length + 1);
        text = text.slice(0, at) + text.slice(other, other + below(80)) + text.slice(at);
        break;
      }
      default:
        text = text.slice(0, at);
    }
  }
  return Buffer.from(text);
}
