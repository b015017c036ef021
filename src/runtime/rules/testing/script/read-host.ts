import { createHash } from 'node:crypto';
import { basename } from 'node:path/posix';
import type { YamlNode } from '../../loader/yaml/yaml-node.ts';
import { type NodeReader, toInteger } from '../node-reader.ts';
import { ScriptDescriptors } from './script-descriptors.ts';
import { notLoggedIn, type ScriptContainer, type ScriptHost, type ScriptProcess } from './script-host.ts';

/** 2024-01-01T00:00:00Z, where a script does not say. */
const defaultStart = 1704067200_000_000_000n;
const secondsUp = 3600n;
const maxPid = 4_194_304;
const maxId = 0xffffffff;
const commLength = 15;
/** What a script may list. */
const maxListed = { users: 1_000, containers: 1_000, processes: 10_000 } as const;
export const defaultPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Reads the parts of a script that say how the host looks when the capture starts. */
export function readHost(values: ReadonlyMap<string, YamlNode>, reader: NodeReader): ScriptHost {
  const start = startTime(values.get('start'), reader);
  const host: ScriptHost = {
    hostname: reader.text(values.get('hostname'), 'hostname') ?? 'host',
    cpus: 2,
    bootTime: start - secondsUp * 1_000_000_000n,
    startTime: start,
    users: [{ uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/bash' }],
    containers: new Map(),
    processes: new Map(),
    nextPid: 1,
    newest: undefined,
  };
  for (const node of listOf('users', values, reader)) readUser(node, host, reader);
  for (const node of listOf('containers', values, reader)) readContainer(node, host, reader);
  for (const node of listOf('processes', values, reader)) readProcess(node, host, reader);
  return host;
}

function listOf(
  key: 'users' | 'containers' | 'processes',
  values: ReadonlyMap<string, YamlNode>,
  reader: NodeReader,
): readonly YamlNode[] {
  const list = reader.list(values.get(key));
  if (list.length <= maxListed[key]) return list;
  reader.fail(values.get(key)!, `more than ${maxListed[key]} ${key}`);
  return [];
}

function startTime(node: YamlNode | undefined, reader: NodeReader): bigint {
  const text = reader.text(node, 'start');
  if (node === undefined || text === undefined) return defaultStart;
  const milliseconds = Date.parse(text);
  if (Number.isFinite(milliseconds) && milliseconds > 0) return BigInt(milliseconds) * 1_000_000n;
  reader.fail(node, 'start must be a time: 2026-01-31T12:00:00Z');
  return defaultStart;
}

function readUser(node: YamlNode, host: ScriptHost, reader: NodeReader): void {
  const values = reader.mapping(node, 'a user', ['uid', 'gid', 'name', 'home', 'shell']);
  if (values === undefined) return;
  const name = reader.text(values.get('name'), 'name');
  const uid = reader.integer(values.get('uid'), 'uid', 0, maxId);
  if (name === undefined || uid === undefined) {
    reader.fail(node, 'a user needs uid and name');
    return;
  }
  host.users = host.users.filter((user) => user.uid !== uid);
  host.users.push({
    uid,
    gid: reader.integer(values.get('gid'), 'gid', 0, maxId) ?? uid,
    name,
    home: reader.text(values.get('home'), 'home') ?? `/home/${name}`,
    shell: reader.text(values.get('shell'), 'shell') ?? '/bin/sh',
  });
}

const containerKeys = [
  'name',
  'id',
  'image',
  'digest',
  'type',
  'privileged',
  'host_pid',
  'host_network',
  'host_ipc',
  'ip',
  'user',
  'env',
  'labels',
  'mounts',
  'pod',
];

function readContainer(node: YamlNode, host: ScriptHost, reader: NodeReader): void {
  const values = reader.mapping(node, 'a container', containerKeys);
  if (values === undefined) return;
  const text = (key: string) => reader.text(values.get(key), key);
  const name = text('name');
  if (name === undefined || name === '') {
    reader.fail(node, 'a container needs a name');
    return;
  }
  const id = text('id') ?? digestOf(name);
  if (!/^[0-9a-f]{12,64}$/.test(id)) reader.fail(values.get('id') ?? node, 'id must be 12 to 64 hex digits');
  const fullId = id + digestOf(name).slice(id.length);
  host.containers.set(name, { name, fullId, report: containerReport(name, fullId, host, values, reader), lastVpid: 0 });
}

function containerReport(
  name: string,
  fullId: string,
  host: ScriptHost,
  values: ReadonlyMap<string, YamlNode>,
  reader: NodeReader,
): ScriptContainer['report'] {
  const text = (key: string) => reader.text(values.get(key), key);
  const flag = (key: string) => reader.flag(values.get(key), key) ?? false;
  const image = text('image') ?? '';
  const colon = image.lastIndexOf(':');
  const tagged = colon > image.lastIndexOf('/');
  const pod = reader.text(values.get('pod'), 'pod');
  const [namespace, podName] = pod?.includes('/') ? pod.split('/') : ['default', pod];
  return {
    // The number of the engine in container events: docker.
    type: 0,
    id: fullId.slice(0, 12),
    full_id: fullId,
    name,
    image,
    imagerepo: tagged ? image.slice(0, colon) : image,
    imagetag: tagged ? image.slice(colon + 1) : '',
    imagedigest: text('digest') ?? '',
    imageid: digestOf(image),
    User: text('user') ?? '',
    ip: text('ip') ?? '172.17.0.2',
    created_time: Number(host.startTime / 1_000_000_000n) - 60,
    privileged: flag('privileged'),
    host_pid: flag('host_pid'),
    host_network: flag('host_network'),
    host_ipc: flag('host_ipc'),
    is_pod_sandbox: false,
    env: reader.texts(values.get('env'), 'env') ?? [],
    labels: {
      ...readLabels(values.get('labels'), reader),
      ...(podName === undefined
        ? {}
        : {
            'io.kubernetes.pod.name': podName,
            'io.kubernetes.pod.namespace': namespace,
            'io.kubernetes.pod.uid': digestOf(`${namespace}/${podName}`).slice(0, 36),
          }),
    },
    Mounts: (reader.texts(values.get('mounts'), 'mounts') ?? []).map(readMount),
    port_mappings: [],
    pod_sandbox_id: '',
    pod_sandbox_labels: {},
    cni_json: '',
    cpu_period: 100_000,
    cpu_quota: 0,
    cpu_shares: 1024,
    cpuset_cpu_count: 0,
    memory_limit: 0,
    swap_limit: 0,
    size: -1,
  };
}

function readLabels(node: YamlNode | undefined, reader: NodeReader): Record<string, string> {
  const values = node === undefined ? undefined : reader.mapping(node, 'labels');
  return Object.fromEntries([...(values ?? [])].map(([key, value]) => [key, reader.text(value, key) ?? '']));
}

/** `/source:/destination[:ro]` */
function readMount(text: string): Record<string, unknown> {
  const [source = '', destination = '', mode = ''] = text.split(':');
  return { Source: source, Destination: destination || source, Mode: mode, RW: mode !== 'ro', Propagation: 'rprivate' };
}

/** What a process may say of itself, in the list of processes and in an execve. */
export const processKeys = [
  'exe',
  'exepath',
  'args',
  'cwd',
  'env',
  'name',
  'uid',
  'gid',
  'tty',
  'loginuid',
  'capabilities',
  'container',
];

function readProcess(node: YamlNode, host: ScriptHost, reader: NodeReader): void {
  const values = reader.mapping(node, 'a process', ['pid', 'parent', 'session', 'vpid', 'fds', ...processKeys]);
  if (values === undefined) return;
  const pid = reader.integer(values.get('pid'), 'pid', 1, maxPid);
  if (pid === undefined) {
    reader.fail(node, 'a process needs a pid');
    return;
  }
  const parent = reader.integer(values.get('parent'), 'parent', 0, maxPid) ?? (pid === 1 ? 0 : 1);
  const process: ScriptProcess = {
    ...newProcess(pid, parent, host.processes.get(parent)),
    session: reader.integer(values.get('session'), 'session', 0, maxPid) ?? pid,
  };
  if (host.processes.has(pid)) reader.fail(node, `there are two processes ${pid}`);
  addProcess(host, process);
  applyProcess(process, values, host, reader);
  process.vpid = reader.integer(values.get('vpid'), 'vpid', 1, maxPid) ?? process.vpid;
  const fds = values.get('fds');
  for (const [number, value] of (fds === undefined ? undefined : reader.mapping(fds, 'fds')) ?? []) {
    const text = reader.text(value, 'a descriptor');
    const read = toInteger(number);
    if (read === undefined || read < 0n || read > 1_048_576n)
      reader.fail(value, 'descriptors are mappings of number to file');
    else if (text !== undefined) process.fds.set(Number(read), text);
  }
}

export function addProcess(host: ScriptHost, process: ScriptProcess): void {
  host.processes.set(process.pid, process);
  host.nextPid = Math.max(host.nextPid, process.pid + 1);
  host.newest = process;
}

/** A process as its parent makes it. */
export function newProcess(pid: number, parent: number, from: ScriptProcess | undefined): ScriptProcess {
  return {
    pid,
    parent,
    session: from?.session ?? pid,
    name: from?.name ?? 'init',
    exe: from?.exe ?? '/sbin/init',
    exepath: from?.exepath ?? '/sbin/init',
    args: from?.args ?? [],
    cwd: from?.cwd ?? '/',
    env: from?.env ?? [defaultPath],
    uid: from?.uid ?? 0,
    gid: from?.gid ?? 0,
    vpid: pid,
    tty: from?.tty ?? 0,
    loginuid: from?.loginuid ?? notLoggedIn,
    capabilities: from?.capabilities ?? 0n,
    cgroups: from?.cgroups ?? ['cpuset=/', 'cpu=/', 'memory=/'],
    container: from?.container ?? '',
    fds:
      from?.fds.fork() ??
      new ScriptDescriptors([
        [0, '/dev/null'],
        [1, '/dev/null'],
        [2, '/dev/null'],
      ]),
  };
}

/** Takes over what a script says of a process. A name or path that is not given follows from `exe`. */
export function applyProcess(
  process: ScriptProcess,
  values: ReadonlyMap<string, YamlNode>,
  host: ScriptHost,
  reader: NodeReader,
): void {
  const text = (key: string) => reader.text(values.get(key), key);
  const number = (key: string, most: number) => reader.integer(values.get(key), key, 0, most);
  const exe = text('exe');
  const name = text('name');
  process.exe = exe ?? name ?? process.exe;
  process.exepath =
    text('exepath') ??
    (exe?.startsWith('/')
      ? exe
      : exe !== undefined || name !== undefined
        ? `/usr/bin/${basename(process.exe)}`
        : process.exepath);
  if (name !== undefined || exe !== undefined) process.name = (name ?? basename(process.exe)).slice(0, commLength);
  process.args =
    reader.texts(values.get('args'), 'args') ?? (exe === undefined && name === undefined ? process.args : []);
  process.cwd = text('cwd') ?? process.cwd;
  process.env = reader.texts(values.get('env'), 'env') ?? process.env;
  process.uid = number('uid', maxId) ?? process.uid;
  process.gid = number('gid', maxId) ?? process.gid;
  process.tty = number('tty', maxId) ?? process.tty;
  process.loginuid = number('loginuid', maxId) ?? process.loginuid;
  const capabilities = text('capabilities');
  const mask = capabilities === undefined ? process.capabilities : toInteger(capabilities);
  if (mask === undefined) reader.fail(values.get('capabilities')!, 'capabilities must be a mask: 0x3fffffffff');
  else process.capabilities = mask;
  joinContainer(process, values.get('container'), host, reader);
}

/** A process that is in a container, or now comes into one, gets its next id there. */
export function joinContainer(
  process: ScriptProcess,
  node: YamlNode | undefined,
  host: ScriptHost,
  reader: NodeReader,
): void {
  const name = reader.text(node, 'container');
  if (node === undefined || name === undefined) {
    const inherited = host.containers.get(process.container);
    if (inherited !== undefined && process.vpid === process.pid) process.vpid = ++inherited.lastVpid;
    return;
  }
  const container = host.containers.get(name);
  if (container === undefined) {
    reader.fail(
      node,
      `there is no container ${JSON.stringify(name)}`,
      `containers: ${[...host.containers.keys()].join(', ') || 'none'}`,
    );
    return;
  }
  process.container = name;
  process.vpid = ++container.lastVpid;
  process.cgroups = ['cpuset', 'cpu', 'memory'].map((subsystem) => `${subsystem}=/docker/${container.fullId}`);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
