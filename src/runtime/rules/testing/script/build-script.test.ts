import { describe, expect, it } from 'vitest';
import type { CaptureHandler } from '#runtime/events/capture/capture-handler.ts';
import { CaptureReader } from '#runtime/events/capture/capture-reader.ts';
import { eventTable } from '#runtime/events/table/event-table.ts';
import { readYaml } from '../../loader/yaml/read-yaml.ts';
import { NodeReader } from '../node-reader.ts';
import { buildScript } from './build-script.ts';

interface Seen {
  readonly events: string[];
  readonly threads: string[];
  readonly fds: string[];
}

async function build(text: string) {
  const documents = await readYaml(text);
  if ('error' in documents) throw new Error(documents.error.message);
  const reader = new NodeReader('s.yaml', text);
  return {
    built: buildScript(documents.documents[0]!, reader),
    issues: reader.issues.map((issue) => `${issue.where} ${issue.message}`),
  };
}

/** What a reader of captures sees of a script. */
async function seen(text: string): Promise<Seen> {
  const { built, issues } = await build(text);
  expect(issues).toEqual([]);
  const result: Seen = { events: [], threads: [], fds: [] };
  const nothing = () => {};
  const handler: CaptureHandler = {
    restart: nothing,
    setMachine: nothing,
    addInterface: nothing,
    addUser: (user) => result.threads.push(`user ${user.uid} ${user.name}`),
    addGroup: nothing,
    addThread: (entry) => result.threads.push(`${entry.tid} ${entry.ptid} ${entry.comm} ${entry.uid}`),
    addFds: (tid, list) => result.fds.push(...list.map((fd) => `${tid} ${fd.number} ${fd.type} ${fd.name}`)),
    event: (event) => {
      const row = eventTable[event.type]!;
      const values = row.parameters.map(({ name, type }, index) => {
        const shown = ['text', 'path', 'relpath'].includes(type) ? event.text(index) : event.raw(index).toString('hex');
        return `${name}=${shown}`;
      });
      result.events.push(`${event.number} ${event.tid} ${row.name} ${values.join(' ')}`);
    },
  };
  const reader = new CaptureReader(handler);
  reader.push(built!.bytes);
  const summary = reader.end('none');
  expect(reader.failure).toBeUndefined();
  expect(summary.issues).toEqual([]);
  return result;
}

const host =
  'processes: [{pid: 1, name: init}, {pid: 50, exe: /bin/sh, uid: 1000, fds: {0: /dev/null, 1: pipe, 2: "tcp 1.2.3.4:5->6.7.8.9:80"}}]\n';

describe('buildScript', () => {
  it('writes processes, users and descriptors as they are at the start', async () => {
    const { threads, fds } = await seen(`users: [{uid: 1000, name: app}]\n${host}`);
    expect(threads).toEqual(['user 0 root', 'user 1000 app', '1 0 init 0', '50 1 sh 1000']);
    expect(fds.filter((line) => line.startsWith('50'))).toEqual(['50 0 16 /dev/null', '50 1 7 ', '50 2 3 ']);
  });

  it('fills in what a step does not say: descriptor, process, errors', async () => {
    const { events } = await seen(
      `${host}events: [{openat: {name: /etc/shadow, flags: O_RDONLY|O_CLOEXEC}}, {close: {fd: 3}}]`,
    );
    expect(events[0]).toMatch(
      /^1 50 openat fd=0300000000000000 dirfd=9cffffffffffffff name=\/etc\/shadow flags=01100000 /,
    );
    expect(events[1]).toMatch(/^2 50 close res=0000000000000000 fd=0300000000000000$/);
  });

  it('shows a clone to parent and child, and an exec as the child', async () => {
    const { events } = await seen(
      `${host}events: [{clone: {child: 60}}, {process: 60, execve: {exe: /usr/bin/id, args: [-u]}}]`,
    );
    expect(events.map((line) => line.split(' ').slice(0, 5).join(' '))).toEqual([
      '1 50 clone res=3c00000000000000 exe=/bin/sh',
      '2 60 clone res=0000000000000000 exe=/bin/sh',
      '3 60 execve res=0000000000000000 exe=/usr/bin/id',
    ]);
    expect(events[2]).toContain('comm=id');
    expect(events[2]).toContain(`args=${Buffer.from('-u\0').toString('hex')}`);
  });

  it('makes the socket of a connect, with both ends', async () => {
    const { events } = await seen(
      `${host}events: [{connect: {to: "10.1.2.3:443", from: "10.0.0.1:5000"}}, {connect: {to: "[::1]:53", protocol: udp}}]`,
    );
    expect(events.map((line) => line.split(' ')[2])).toEqual(['socket', 'connect', 'socket', 'connect']);
    expect(events[1]).toContain('tuple=020a00000188130a010203bb01');
    expect(events[3]).toContain(`addr=0a${'0'.repeat(31)}13500`);
  });

  it('announces containers before the first step, and counts steps by their last event', async () => {
    const text = `containers: [{name: web, image: "nginx:1"}]\nprocesses: [{pid: 9, name: nginx, container: web}]\nevents: [{clone: {child: 10}}, {procexit: {}}]`;
    const { built } = await build(text);
    expect(built?.stepEvents).toEqual([3, 4]);
    const { events } = await seen(text);
    expect(events[0]).toContain('asyncevent');
    expect(Buffer.from(events[0]!.split('data=')[1]!, 'hex').toString()).toContain('"imagerepo":"nginx"');
  });

  it('gives the same bytes each time', async () => {
    const text = `${host}events: [{clone: {}}, {connect: {to: /run/x.sock}}]`;
    expect((await build(text)).built?.bytes).toEqual((await build(text)).built?.bytes);
  });

  it.each([
    [`${host}events: [{opnat: {}}]`, 's.yaml:2:18 there is no event "opnat"'],
    [`${host}events: [{openat: {nme: /x}}]`, 's.yaml:2:25 openat has no parameter "nme"'],
    [`${host}events: [{openat: {flags: O_NONSENSE}}]`, 'takes a number or O_LARGEFILE'],
    [`${host}events: [{process: 77, openat: {}}]`, 'there is no process 77'],
    [`${host}events: [{openat: {}, close: {}}]`, 'one event name'],
    [`${host}events: [{connect: {to: somewhere}}]`, 'to must be address:port'],
    ['processes: [{name: x}]', 'a process needs a pid'],
    ['processes: [{pid: 5, container: none}]', 'there is no container "none"'],
    ['containers: [{image: x}]', 'a container needs a name'],
    ['contaners: []', 'has no field "contaners"'],
    ['events: 7', 'must be a mapping'],
    [`${host}events: [{setuid: {uid: 99999999999}}]`, 'does not fit'],
  ])('says where it is wrong: %s', async (text, says) => {
    const { issues } = await build(text);
    expect(issues.join('\n')).toContain(says);
  });

  it('never throws, whatever the script', async () => {
    const text = `containers: [{name: web, image: "nginx:1"}]\n${host}events: [{clone: {child: 60}}, {process: 60, execve: {exe: /bin/id}}, {connect: {to: "1.2.3.4:5"}}, {dup2: {oldfd: 1, newfd: 5}}]`;
    let seed = 3;
    const next = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    const alphabet = '{}[]:,-"\'abc019/.|>&*#\n \t%é';
    for (let round = 0; round < 1500; round += 1) {
      let mutated = text;
      for (let count = next(4); count >= 0; count -= 1) {
        const at = next(mutated.length);
        mutated = mutated.slice(0, at) + alphabet[next(alphabet.length)] + mutated.slice(at + next(3));
      }
      const documents = await readYaml(mutated);
      if ('error' in documents || documents.documents[0] === undefined) continue;
      buildScript(documents.documents[0], new NodeReader('s.yaml', mutated));
    }
  });
});
