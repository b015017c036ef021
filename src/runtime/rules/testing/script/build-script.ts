import { didYouMean } from '../../loader/nearest.ts';
import type { YamlNode } from '../../loader/yaml/yaml-node.ts';
import type { NodeReader } from '../node-reader.ts';
import { CaptureBytes } from './capture-bytes.ts';
import { currentEventNames, currentEventRow } from './event-row.ts';
import { readHost } from './read-host.ts';
import { type StepContext, writeStep } from './write-step.ts';

export const scriptKeys = ['hostname', 'start', 'users', 'containers', 'processes', 'events'];

/** Steps of one script. */
const maxSteps = 10_000;
const millisecond = 1_000_000n;
const maxWait = 86_400_000;

export interface BuiltScript {
  /** The capture: a .scap file, not compressed. */
  readonly bytes: Buffer;
  /** Number (evt.num) of the last event of each step, the first step at 0. */
  readonly stepEvents: readonly number[];
}

/**
 * Makes a capture of a script: processes, containers and users as they are at the start, then events by the names of the event table, with
 * defaults for what is not said. docs/replay.md describes the form. What is wrong is in the reader's issues.
 */
export function buildScript(node: YamlNode, reader: NodeReader): BuiltScript | undefined {
  const values = reader.mapping(node, 'a script', scriptKeys);
  if (values === undefined) return undefined;
  const host = readHost(values, reader);
  const capture = new CaptureBytes();
  capture.section();
  capture.machine(host);
  capture.users(host.users);
  const atStart = [...host.processes.values()];
  capture.processes(atStart);
  for (const process of atStart) capture.descriptors(process);

  const context: StepContext = { host, capture, reader, time: host.startTime, number: 0 };
  for (const container of host.containers.values()) {
    writeStep(context, undefined, 'asyncevent', new Map(), node, [
      ['plugin_id', Buffer.alloc(4)],
      ['name', Buffer.from('container\0')],
      ['data', Buffer.from(`${JSON.stringify({ container: container.report })}\0`)],
    ]);
  }
  const stepEvents: number[] = [];
  const steps = reader.list(values.get('events'));
  if (steps.length > maxSteps) reader.fail(values.get('events')!, `more than ${maxSteps} events`);
  let process = atStart.at(-1)?.pid;
  for (const step of steps.slice(0, maxSteps)) {
    process = readStep(step, context, process) ?? process;
    stepEvents.push(context.number);
  }
  return { bytes: capture.bytes, stepEvents };
}

/** Writes one step; gives the process that it was about. */
function readStep(step: YamlNode, context: StepContext, last: number | undefined): number | undefined {
  const { reader, host } = context;
  const values = reader.mapping(step, 'an event');
  if (values === undefined) return undefined;
  const names = [...values.keys()].filter((key) => key !== 'process' && key !== 'wait');
  const [name] = names;
  if (name === undefined || names.length > 1)
    return reader.fail(step, 'an event is a mapping with one event name, and perhaps process and wait');
  const row = currentEventRow(name);
  if (row === undefined)
    return reader.fail(
      values.get(name)!,
      `there is no event ${JSON.stringify(name)}`,
      didYouMean(name, currentEventNames()),
    );
  context.time += millisecond * BigInt(reader.integer(values.get('wait'), 'wait', 0, maxWait) ?? 1);
  const pid = reader.integer(values.get('process'), 'process', 1, 4_194_304) ?? last;
  const process = pid === undefined ? undefined : host.processes.get(pid);
  if (pid !== undefined && process === undefined)
    return reader.fail(step, `there is no process ${pid}`, 'list it under processes, or clone it');
  const node = values.get(name)!;
  const parameters = reader.mapping(node, name);
  if (parameters !== undefined) writeStep(context, process, name, parameters, node);
  return pid;
}
