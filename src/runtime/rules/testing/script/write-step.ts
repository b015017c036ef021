import { errorNumber } from '#runtime/events/format/error-name.ts';
import type { EventRow } from '#runtime/events/table/event-table.ts';
import type { YamlNode } from '../../loader/yaml/yaml-node.ts';
import type { NodeReader } from '../node-reader.ts';
import { parseEndpoint } from './address.ts';
import type { CaptureBytes } from './capture-bytes.ts';
import { defaultParameter, encodeParameter, type ParameterValue } from './encode-parameter.ts';
import { currentEventRow } from './event-row.ts';
import { processParameters } from './process-parameters.ts';
import { addProcess, applyProcess, joinContainer, newProcess, processKeys } from './read-host.ts';
import type { ScriptHost, ScriptProcess } from './script-host.ts';

/** What is known while steps are written. */
export interface StepContext {
  readonly host: ScriptHost;
  readonly capture: CaptureBytes;
  readonly reader: NodeReader;
  /** Of the next event, nanoseconds since 1970. */
  time: bigint;
  /** evt.num of the last event. */
  number: number;
}

type Values = ReadonlyMap<string, YamlNode>;
type Fixed = readonly (readonly [string, Uint8Array | ParameterValue])[];

const cloning = new Set(['clone', 'clone3', 'fork', 'vfork']);
const executing = new Set(['execve', 'execveat']);
/** This end's address where a script does not say. */
const ownAddress = { 4: '172.17.0.2:40000', 16: '[fd00::2]:40000' } as const;
const microsecond = 1000n;
/** Keys that are no parameters, by event. */
const ownKeys: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries([...cloning].map((name) => [name, ['child', 'container']])),
  ...Object.fromEntries([...executing].map((name) => [name, processKeys])),
  connect: ['to', 'from', 'protocol'],
  accept: ['from', 'on', 'protocol'],
  accept4: ['from', 'on', 'protocol'],
};

/** Writes a step's events: most often one; a clone is seen twice, a connect makes its socket. */
export function writeStep(
  context: StepContext,
  process: ScriptProcess | undefined,
  name: string,
  values: Values,
  node: YamlNode,
  fixed: Fixed = [],
): void {
  const { reader } = context;
  const row = currentEventRow(name)!;
  const known = [...row.parameters.map((parameter) => parameter.name), ...(ownKeys[name] ?? [])];
  for (const [key, value] of values)
    if (!known.includes(key))
      reader.fail(value, `${name} has no parameter ${JSON.stringify(key)}`, `it has: ${known.join(', ')}`);
  if (process === undefined) {
    writeEvent(context, row, 0, values, fixed);
    if (fixed.length === 0 && row.source === 'syscall') reader.fail(node, `${name} needs a process`);
    return;
  }
  if (cloning.has(name)) clone(context, process, row, values);
  else if (executing.has(name)) {
    applyProcess(process, values, context.host, reader);
    const own = new Map([...values].filter(([key]) => !processKeys.includes(key)));
    writeEvent(context, row, process.pid, own, [...processParameters(process), ['res', '0']]);
  } else if (name === 'connect') connect(context, process, row, values);
  else if (name === 'accept' || name === 'accept4') accept(context, process, row, values);
  else writeEvent(context, row, process.pid, values, [...fixed, ...descriptorDefaults(context, process, row, values)]);
  if (name === 'procexit') context.host.processes.delete(process.pid);
}

/** One event. Of a parameter counts what the script says, then what is `fixed`, then the default. */
function writeEvent(context: StepContext, row: EventRow, tid: number, values: Values, fixed: Fixed): void {
  const { reader, capture } = context;
  const given = new Map(fixed);
  const large = row.flags.has('large');
  const parameters = row.parameters.map((parameter) => {
    const node = values.get(parameter.name);
    const value = node === undefined ? given.get(parameter.name) : parameterValue(node, reader);
    if (value === undefined) return defaultParameter(parameter);
    if (value instanceof Uint8Array) return value;
    const bytes = encodeParameter(parameter, value);
    if (typeof bytes !== 'string') {
      if (large || bytes.length <= 0xffff) return bytes;
      if (node !== undefined) reader.fail(node, `${parameter.name} is longer than 65535 bytes`);
    } else if (node !== undefined) reader.fail(node, `${parameter.name} ${bytes}`);
    return defaultParameter(parameter);
  });
  capture.event(0, context.time, tid === 0 ? -1 : tid, row.number, parameters, large);
  context.time += microsecond;
  context.number += 1;
}

function parameterValue(node: YamlNode, reader: NodeReader): ParameterValue | undefined {
  return node.kind === 'sequence' ? reader.texts(node, 'a parameter') : reader.text(node, 'a parameter');
}

function clone(context: StepContext, parent: ScriptProcess, row: EventRow, values: Values): void {
  const { host, reader } = context;
  if ((result(values.get('res'), 'res', reader) ?? 0) < 0) {
    writeEvent(context, row, parent.pid, values, processParameters(parent));
    return;
  }
  const pid = reader.integer(values.get('child'), 'child', 2, 4_194_304) ?? host.nextPid;
  if (host.processes.has(pid)) reader.fail(values.get('child')!, `there is a process ${pid} already`);
  const child = newProcess(pid, parent.pid, parent);
  joinContainer(child, values.get('container'), host, reader);
  addProcess(host, child);
  const own = new Map([...values].filter(([key]) => !ownKeys.clone!.includes(key)));
  // Into a container it goes by a pid namespace of its own; readers take the child's word for such, not the parent's.
  const flags: Fixed = child.container === parent.container ? [] : [['flags', 'CLONE_NEWPID']];
  writeEvent(context, row, parent.pid, own, [...processParameters(parent), ...flags, ['res', String(pid)]]);
  writeEvent(context, row, pid, own, [...processParameters(child), ...flags, ['res', '0']]);
}

function connect(context: StepContext, process: ScriptProcess, row: EventRow, values: Values): void {
  const { reader } = context;
  const to = reader.text(values.get('to'), 'to');
  const own = new Map([...values].filter(([key]) => !ownKeys.connect!.includes(key)));
  if (to === undefined) {
    writeEvent(context, row, process.pid, own, []);
    return;
  }
  const from = reader.text(values.get('from'), 'from');
  const protocol = protocolOf(values.get('protocol'), reader);
  const target = parseEndpoint(to);
  if (target === undefined && !to.startsWith('/') && !to.startsWith('@')) {
    reader.fail(values.get('to')!, 'to must be address:port or the path of a unix socket');
    return;
  }
  const fd =
    values.get('fd') === undefined ? process.fds.next() : (reader.integer(values.get('fd'), 'fd', 0, 1_048_576) ?? 0);
  if (!process.fds.has(fd)) socket(context, process, fd, target?.address.length, protocol);
  const tuple = target === undefined ? to : `${from ?? ownAddress[target.address.length === 4 ? 4 : 16]}->${to}`;
  writeEvent(context, row, process.pid, own, [
    ['res', '0'],
    ['tuple', tuple],
    ['fd', String(fd)],
    ['addr', to],
  ]);
}

function socket(
  context: StepContext,
  process: ScriptProcess,
  fd: number,
  addressBytes: number | undefined,
  protocol: string,
): void {
  const domain = addressBytes === 4 ? 'AF_INET' : addressBytes === 16 ? 'AF_INET6' : 'AF_UNIX';
  process.fds.set(fd, 'socket');
  writeEvent(context, currentEventRow('socket')!, process.pid, new Map(), [
    ['fd', String(fd)],
    ['domain', domain],
    ['type', protocol === 'udp' ? '2' : '1'],
    ['proto', addressBytes === undefined ? '0' : protocol === 'udp' ? '17' : '6'],
  ]);
}

function accept(context: StepContext, process: ScriptProcess, row: EventRow, values: Values): void {
  const { reader } = context;
  const from = reader.text(values.get('from'), 'from');
  const on = reader.text(values.get('on'), 'on') ?? '172.17.0.2:80';
  const own = new Map([...values].filter(([key]) => !ownKeys.accept!.includes(key)));
  const tuple: Fixed = from === undefined ? [] : [['tuple', `${from}->${on}`]];
  writeEvent(context, row, process.pid, own, [...tuple, ...descriptorDefaults(context, process, row, values)]);
}

function protocolOf(node: YamlNode | undefined, reader: NodeReader): string {
  const text = reader.text(node, 'protocol') ?? 'tcp';
  if (text !== 'tcp' && text !== 'udp') reader.fail(node!, 'protocol must be tcp or udp');
  return text;
}

/** A number, or the error that is there in its place. */
function result(node: YamlNode | undefined, what: string, reader: NodeReader): number | undefined {
  const error = node?.kind === 'scalar' ? errorNumber(node.text) : undefined;
  return error ?? reader.integer(node, what, -1_000_000, 4_194_304);
}

/** Descriptors that an event makes, copies or ends, where the script does not name them. */
function descriptorDefaults(context: StepContext, process: ScriptProcess, row: EventRow, values: Values): Fixed {
  const { reader } = context;
  const number = (key: string) => result(values.get(key), key, reader);
  if (row.name === 'close') {
    const fd = number('fd');
    if (fd !== undefined) process.fds.delete(fd);
    return [];
  }
  if (!row.flags.has('creates-fd')) return [];
  const copied = number('oldfd');
  if (copied !== undefined) {
    const made = number('res') ?? number('newfd') ?? process.fds.next();
    if (made >= 0) process.fds.set(made, process.fds.get(copied) ?? '');
    return [
      ['res', String(made)],
      ['newfd', String(made)],
    ];
  }
  // A row whose first parameter is the descriptor, or the error where there is none.
  if (row.parameters[0]?.name !== 'fd') return [];
  const made = number('fd') ?? process.fds.next();
  if (made >= 0) process.fds.set(made, reader.text(values.get('name'), 'name') ?? row.name);
  return [['fd', String(made)]];
}
