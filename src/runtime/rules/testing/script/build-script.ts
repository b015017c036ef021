import { MiB } from '#core/limits.ts';
import { didYouMean } from '../../loader/nearest.ts';
import { mappingNode, type YamlNode } from '../../loader/yaml/yaml-node.ts';
import type { NodeReader } from '../node-reader.ts';
import { CaptureBytes } from './capture-bytes.ts';
import { currentEventNames, currentEventRow } from './event-row.ts';
import { readHost } from './read-host.ts';
import type { ScriptProcess } from './script-host.ts';
import { commandNode, numberedNode } from './step-nodes.ts';
import { type StepContext, writeStep } from './write-step.ts';

export const scriptKeys = ['hostname', 'start', 'users', 'containers', 'processes', 'events'];

/** Steps of one script. */
const maxSteps = 10_000;
/** Events of one script, repetitions counted. */
const maxEvents = 100_000;
/** Bytes of the capture that a script makes. */
const maxBytes = 64 * MiB;
/** Keys of a step beside the event's name. */
const stepKeys = ['process', 'wait', 'times'];
const millisecond = 1_000_000n;
const maxWait = 86_400_000;

export interface BuiltScript {
  /** The capture: a .scap file, not compressed. */
  readonly bytes: Buffer;
  /** Number (evt.num) of the last event of each step, the first step at 0. */
  readonly stepEvents: readonly number[];
}

type Values = ReadonlyMap<string, YamlNode>;

/**
 * Makes a capture of a script: processes, containers and users as they are at the start, then events by the names of the event table, with
 * defaults for what is not said. docs/replay.md describes the form. What is wrong is in the reader's issues.
 */
export function buildScript(node: YamlNode, reader: NodeReader): BuiltScript | undefined {
  const values = reader.mapping(node, 'a script', scriptKeys);
  return values && buildScriptOf(values, node, reader);
}

/** The same of a script's values by key, as they are after a file's `setup` has been put under them. */
export function buildScriptOf(values: Values, node: YamlNode, reader: NodeReader): BuiltScript {
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

/** Writes one step, as often as it says; gives the process that it was about. */
function readStep(step: YamlNode, context: StepContext, last: number | undefined): number | undefined {
  const { reader } = context;
  const values = reader.mapping(step, 'an event');
  if (values === undefined) return undefined;
  const times = reader.integer(values.get('times'), 'times', 1, maxEvents) ?? 1;
  if (times + context.number > maxEvents) return reader.fail(step, `more than ${maxEvents} events`);
  const pid = reader.integer(values.get('process'), 'process', 1, 4_194_304) ?? last;
  const named = values.has('process');
  let process = pid;
  // As if the step were written so often: where it names no process, a child goes on.
  for (let time = 1; time <= times && reader.issues.length === 0; time += 1) {
    process = readEvent(step, times === 1 ? values : numbered(values, time), named ? pid : process, context);
    if (context.capture.size > maxBytes) return reader.fail(step, `the capture has more than ${maxBytes} bytes`);
  }
  return process;
}

function numbered(values: Values, number: number): Values {
  return new Map([...values].map(([key, value]) => [key, numberedNode(value, number)]));
}

function readEvent(step: YamlNode, values: Values, pid: number | undefined, context: StepContext): number | undefined {
  const { reader, host } = context;
  const names = [...values.keys()].filter((key) => !stepKeys.includes(key));
  const [name] = names;
  if (name === undefined || names.length > 1)
    return reader.fail(step, `an event is a mapping with one event name, and perhaps ${stepKeys.join(', ')}`);
  if (name !== 'run' && currentEventRow(name) === undefined)
    return reader.fail(
      values.get(name)!,
      `there is no event ${JSON.stringify(name)}`,
      didYouMean(name, ['run', ...currentEventNames()]),
    );
  context.time += millisecond * BigInt(reader.integer(values.get('wait'), 'wait', 0, maxWait) ?? 1);
  const process = pid === undefined ? undefined : host.processes.get(pid);
  if (pid !== undefined && process === undefined)
    return reader.fail(step, `there is no process ${pid}`, 'list it under processes, or clone it');
  const node = withCommand(name, values.get(name)!);
  const parameters = reader.mapping(node, name);
  if (parameters === undefined) return pid;
  if (name === 'run') return run(process, parameters, node, context);
  writeStep(context, process, name, parameters, node);
  return pid;
}

/** A program's start may be written as a command line. */
function withCommand(name: string, node: YamlNode): YamlNode {
  return node.kind === 'scalar' && ['run', 'execve', 'execveat'].includes(name) ? commandNode(node) : node;
}

/** A child is cloned and starts a program: two steps as one. Gives the child. */
function run(
  parent: ScriptProcess | undefined,
  parameters: Values,
  node: YamlNode,
  context: StepContext,
): number | undefined {
  if (parent === undefined) return context.reader.fail(node, 'run needs a process');
  const cloned = ['child', 'container'];
  writeStep(context, parent, 'clone', new Map([...parameters].filter(([key]) => cloned.includes(key))), node);
  const made = context.host.newest!;
  const own = new Map([...parameters].filter(([key]) => !cloned.includes(key)));
  writeStep(context, made, 'execve', own, mappingNode([], [], node.start, node.end));
  return made.pid;
}
