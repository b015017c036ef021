import type { CaptureEvent } from '../event.ts';
import { joinPath } from '../state/join-path.ts';
import { eventTable, type NumberBase, type ParameterRow, type ParameterType } from '../table/event-table.ts';
import { parameterSize } from '../table/parameter-size.ts';
import { decodeText } from '../text.ts';
import { addressText } from './address-text.ts';
import { bytesText } from './bytes-text.ts';
import { errorName } from './error-name.ts';
import { syscallName } from './event-name.ts';
import { fdText, fdTypeCharacter } from './fd-text.ts';
import { enumText, flagText, modeText } from './flag-text.ts';
import { bigNumberText, numberText, secondsText } from './number-text.ts';
import { signalName, signalSetText } from './signal-name.ts';
import { socketAddressText, socketTupleText } from './socket-text.ts';
import { dateTimeText } from './time-text.ts';

/** A parameter as text: its value, and what the value stands for ('' where nothing): `3` and `<f>/etc/passwd`, `-2` and `ENOENT`. */
export interface ParameterText {
  value: string;
  meaning: string;
}

/** Number of the working directory among descriptors (AT_FDCWD), as captures have it. */
export const workingDirectory = -100;

/** Missing values: text, numbers, descriptors … */
const notAvailable = '<NA>';
/** … and those of types that could always be empty. */
const emptyValue = 'NULL';

const shared: ParameterText = { value: '', meaning: '' };

/** Text of an event's parameter; undefined where the event has none of that index. The object is the same at each call: take its texts at once. */
export function parameterText(event: CaptureEvent, index: number): ParameterText | undefined {
  const row = eventTable[event.type]?.parameters[index];
  if (!row || index >= event.parameterCount) return undefined;
  const size = event.size(index);
  shared.meaning = '';
  if (size === 0) shared.value = missingText(row.type);
  else if (row.type === 'dyn') writeDynamic(event, row, event.start(index), size);
  else write(event, row, row.type, row.base, event.start(index), size);
  return shared;
}

/** `fd=3(<f>/etc/passwd) name=/etc/passwd …`: all of an event's parameters. Those of the generic event are not the program's and are left out. */
export function parametersText(event: CaptureEvent): string {
  const row = eventTable[event.type];
  if (!row || row.id === 'GENERIC_X') return '';
  const count = Math.min(event.parameterCount, row.parameters.length);
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const { value, meaning } = parameterText(event, index) as ParameterText;
    const shown = meaning === '' ? value : `${value}(${meaning})`;
    text += `${index === 0 ? '' : ' '}${row.parameters[index]!.name}=${shown}`;
  }
  return text;
}

function missingText(type: ParameterType): string {
  switch (type) {
    case 'bytes':
    case 'socktuple':
    case 'fdlist':
    case 'texts':
    case 'text-pairs':
    case 'dyn':
      return emptyValue;
    default:
      return notAvailable;
  }
}

/** First byte: which of the row's variants; the number's base is the row's, whatever the variant says. */
function writeDynamic(event: CaptureEvent, row: ParameterRow, start: number, size: number): void {
  const variant = row.variants?.[event.bytes[start]!];
  if (!variant) shared.value = 'INVALID DYNAMIC PARAMETER';
  else if (size === 1) shared.value = variant.type === 'bytes' ? '' : missingText(variant.type);
  else write(event, row, variant.type, row.base, start + 1, size - 1);
}

function write(
  event: CaptureEvent,
  row: ParameterRow,
  type: ParameterType,
  base: NumberBase,
  start: number,
  size: number,
): void {
  const { bytes, view } = event;
  if (size < (parameterSize(type) ?? 0)) {
    shared.value = notAvailable;
    return;
  }
  switch (type) {
    case 'u8':
      shared.value = numberText(bytes[start]!, base);
      break;
    case 'i8':
      shared.value = numberText(view.getInt8(start), base);
      break;
    case 'u16':
      shared.value = numberText(view.getUint16(start, true), base);
      break;
    case 'i16':
      shared.value = numberText(view.getInt16(start, true), base);
      break;
    case 'u32':
    case 'i32':
      // Unsigned ones show as signed too: -1 stands for "none" in many of them.
      shared.value = numberText(view.getInt32(start, true), base);
      break;
    case 'u64':
    case 'i64':
      shared.value = bigNumberText(view.getBigInt64(start, true), base);
      break;
    case 'port':
      shared.value = String(view.getUint16(start, true));
      break;
    case 'text':
      shared.value = cText(event, start, size);
      break;
    case 'path':
    case 'relpath':
      writePath(event, row, start, size);
      break;
    case 'bytes':
      shared.value = bytesText(bytes, start, start + size);
      break;
    case 'errno':
      writeResult(number64(event, start));
      break;
    case 'fd':
      writeFd(event, number64(event, start));
      break;
    case 'fd32':
      writeFd(event, view.getInt32(start, true));
      break;
    case 'pid':
      writePid(event, number64(event, start));
      break;
    case 'pid32':
      writePid(event, view.getInt32(start, true));
      break;
    case 'uid':
    case 'gid':
      writeOwner(event, type, view.getUint32(start, true));
      break;
    case 'signal':
      shared.value = String(bytes[start]);
      shared.meaning = signalName(bytes[start]!);
      break;
    case 'sigset':
      shared.value = signalSetText(view.getUint32(start, true));
      break;
    case 'syscall':
      writeSyscall(view.getUint16(start, true));
      break;
    case 'mode':
      shared.value = numberText(view.getInt32(start, true), base);
      if (row.flags) shared.meaning = modeText(row.flags, view.getUint32(start, true));
      break;
    case 'flags8':
    case 'enum8':
      writeFlags(row, type === 'enum8', bytes[start]!);
      break;
    case 'flags16':
    case 'enum16':
      writeFlags(row, type === 'enum16', view.getUint16(start, true));
      break;
    case 'flags32':
    case 'enum32':
      writeFlags(row, type === 'enum32', view.getUint32(start, true));
      break;
    case 'sockaddr':
      shared.value = socketAddressText(event, start, size);
      break;
    case 'socktuple':
      shared.value = socketTupleText(event, start, size);
      break;
    case 'ipv4':
      shared.value = addressText(bytes, start, 4);
      break;
    case 'ipv6':
      shared.value = addressText(bytes, start, 16);
      break;
    case 'fdlist':
      shared.value = fdListText(event, start, size);
      break;
    case 'reltime':
      writeSpan(view.getBigUint64(start, true));
      break;
    case 'abstime':
      shared.value = dateTimeText(view.getBigUint64(start, true));
      break;
    case 'texts':
    case 'text-pairs':
      shared.value = textsText(event, type, start, size);
      break;
    case 'dyn':
      shared.value = 'INVALID DYNAMIC PARAMETER';
  }
}

function number64(event: CaptureEvent, start: number): number {
  return event.view.getInt32(start + 4, true) * 4294967296 + event.view.getUint32(start, true);
}

/** Old captures have `(NULL)` for a text that the kernel could not read. */
const oldNull = '(NULL)';

function cText(event: CaptureEvent, start: number, size: number): string {
  const nul = event.bytes.indexOf(0, start);
  const text = decodeText(event.bytes, start, nul >= 0 && nul < start + size ? nul : start + size);
  return text === oldNull ? notAvailable : text;
}

function writePath(event: CaptureEvent, row: ParameterRow, start: number, size: number): void {
  const path = cText(event, start, size);
  shared.value = path;
  if (path === '' || path === notAvailable || path.charCodeAt(0) === 0x2f || !event.thread) return;
  shared.meaning = joinPath(baseDirectory(event, row), path);
}

/** Where a relative path starts from: the directory of the descriptor that the row names, else the working directory. '' where it is not known. */
function baseDirectory(event: CaptureEvent, row: ParameterRow): string {
  const thread = event.thread!;
  const { directory } = row;
  if (directory === undefined || eventTable[event.type]!.parameters[directory]?.type !== 'fd') return thread.cwd;
  const number = event.number64(directory);
  if (number === undefined || number === workingDirectory) return thread.cwd;
  const name = thread.fds.get(number)?.name ?? '';
  return name === '' || name.endsWith('/') ? name : `${name}/`;
}

function writeResult(result: number): void {
  shared.value = String(result);
  if (result < 0) shared.meaning = errorName(result);
}

function writeFd(event: CaptureEvent, number: number): void {
  shared.value = String(number);
  if (!event.thread) return;
  if (number === workingDirectory) shared.meaning = 'AT_FDCWD';
  else if (number < 0) shared.meaning = errorName(number);
  else {
    const fd = event.fd?.number === number ? event.fd : event.thread.fds.get(number);
    if (fd) shared.meaning = fdText(fd);
  }
}

function writePid(event: CaptureEvent, tid: number): void {
  shared.value = String(tid);
  shared.meaning = event.host.thread(tid)?.comm ?? '';
}

/** 4294967295: nobody. */
const nobody = 0xffffffff;

function writeOwner(event: CaptureEvent, type: 'uid' | 'gid', id: number): void {
  if (id === nobody) {
    shared.value = '-1';
    shared.meaning = '<NONE>';
    return;
  }
  shared.value = String(id | 0);
  const container = event.thread?.containerId;
  const owner =
    container === undefined
      ? undefined
      : type === 'uid'
        ? event.host.user(container, id)
        : event.host.group(container, id);
  shared.meaning = owner && owner.name !== '' ? owner.name : notAvailable;
}

function writeSyscall(code: number): void {
  shared.value = String(code);
  shared.meaning = syscallName(code);
}

function writeFlags(row: ParameterRow, isEnum: boolean, value: number): void {
  shared.value = String(value);
  if (row.flags) shared.meaning = isEnum ? enumText(row.flags, value) : flagText(row.flags, value);
}

const noSpan = 0xffffffffffffffffn;

function writeSpan(nanoseconds: bigint): void {
  if (nanoseconds === noSpan) {
    shared.value = 'none';
    return;
  }
  shared.value = String(nanoseconds);
  shared.meaning = secondsText(nanoseconds);
}

/** Bytes of one item: i64 descriptor, u16 flags of poll. */
export const fdListItemBytes = 10;

/** u16 count, then items: `3:f1 4:p11`, descriptor, type, flags in hexadecimal. */
function fdListText(event: CaptureEvent, start: number, size: number): string {
  const { view, thread } = event;
  const count = fdListCount(event, start, size);
  let text = '';
  for (let index = 0; index < count; index += 1) {
    const at = start + 2 + index * fdListItemBytes;
    const fd = thread?.fds.get(number64(event, at));
    const flags = (view.getInt16(at + 8, true) >>> 0).toString(16);
    text += `${index === 0 ? '' : ' '}${view.getBigUint64(at, true)}:${fd ? fdTypeCharacter(fd.type) : '?'}${flags}`;
  }
  return text;
}

/** Items of a descriptor list that are there: not more than its bytes hold. */
export function fdListCount(event: CaptureEvent, start: number, size: number): number {
  return size < 2 ? 0 : Math.min(event.view.getUint16(start, true), Math.floor((size - 2) / fdListItemBytes));
}

/** NUL-separated: `a.b.c`; pairs `a:b,c:d`. */
function textsText(event: CaptureEvent, type: 'texts' | 'text-pairs', start: number, size: number): string {
  const items = decodeText(event.bytes, start, start + size)
    .replace(/\0$/, '')
    .split('\0');
  if (type === 'texts') return items.join('.');
  const pairs: string[] = [];
  for (let index = 0; index < items.length; index += 2) pairs.push(`${items[index]}:${items[index + 1] ?? ''}`);
  return pairs.join(',');
}
