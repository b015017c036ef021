import { describe, expect, it } from 'vitest';
import { type CaptureEvent, EventType } from '#runtime/events/event.ts';
import { fakeContainer, fakeEvent, fakeHost, fakeThread } from '../../../testing/fake-host.ts';
import type { FieldValue } from '../field.ts';
import { fields } from './index.ts';

function value(event: CaptureEvent, name: string, argument?: string): FieldValue | undefined {
  const reader = fields.get(name)!.reader(argument);
  if (!reader.ok) throw new Error(reader.issue.message);
  return reader.value(event);
}

const mount = { mode: 'rw', writable: true, propagation: 'rprivate' };
const web = fakeContainer({
  id: '5c1f93a887b7',
  fullId: '5c1f93a887b78ae94e4710682577c3a3',
  name: 'web',
  imageRepository: 'example.org/web',
  imageTag: '1.2',
  privileged: true,
  user: 'www',
  mounts: [
    { ...mount, source: '/var/lib/docker/volumes/x', destination: '/data' },
    { ...mount, source: '/var/run/docker.sock', destination: '/run/docker.sock', mode: '', writable: false },
  ],
  labels: {
    tier: 'front',
    empty: '',
    'io.kubernetes.pod.name': 'web-7d4',
    'io.kubernetes.pod.namespace': 'shop',
    'io.kubernetes.pod.uid': '0d5',
    'annotation.secret': 'x',
  },
  podSandboxId: 'feedfacefeedfacefeed',
});
const thread = fakeThread({ tid: 9, containerId: web.id, uid: 5, gid: 7, loginuid: 1000 });

describe('container.*', () => {
  const event = fakeEvent(fakeHost({ threads: [thread], containers: [web] }), thread);

  it('tells what the engine told', () => {
    expect(value(event, 'container.id')).toBe('5c1f93a887b7');
    expect(value(event, 'container.full_id')).toBe('5c1f93a887b78ae94e4710682577c3a3');
    expect(value(event, 'container.image.repository')).toBe('example.org/web');
    expect(value(event, 'container.privileged')).toBe(true);
    expect(value(event, 'container.label', 'tier')).toBe('front');
    expect(value(event, 'container.label', 'constructor')).toBeUndefined();
    expect(value(event, 'container.labels')).toBe('empty, tier:front');
    expect(value(event, 'container.mounts')).toBe(
      '/var/lib/docker/volumes/x:/data:rw:true:rprivate,/var/run/docker.sock:/run/docker.sock::false:rprivate',
    );
  });

  it('finds mounts by index, source or destination', () => {
    expect(value(event, 'container.mount', '1')).toBe('/var/run/docker.sock:/run/docker.sock::false:rprivate');
    expect(value(event, 'container.mount.dest', '/var/run/*')).toBe('/run/docker.sock');
    expect(value(event, 'container.mount.dest', '/var/run/docker.soc?')).toBe('/run/docker.sock');
    expect(value(event, 'container.mount.dest', '*run*sock*')).toBe('/run/docker.sock');
    expect(value(event, 'container.mount.dest', '/var/run')).toBeUndefined();
    expect(value(event, 'container.mount.source', '/data')).toBe('/var/lib/docker/volumes/x');
    expect(value(event, 'container.mount.rdwr', '0')).toBe('true');
    expect(value(event, 'container.mount', '2')).toBeUndefined();
  });

  it('finds mounts in bounded time', () => {
    const path = 'a'.repeat(4096);
    const host = fakeHost({ containers: [{ ...web, mounts: [{ ...mount, source: path, destination: '/' }] }] });
    const start = performance.now();
    expect(value(fakeEvent(host, thread), 'container.mount', `${'*a'.repeat(500)}b`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('knows the id alone before the engine has told', () => {
    const early = fakeEvent(fakeHost({ threads: [thread] }), thread);
    expect(value(early, 'container.id')).toBe('5c1f93a887b7');
    expect(value(early, 'container.name')).toBeUndefined();
    expect(value(early, 'k8s.pod.name')).toBeUndefined();
  });

  it('calls the host a container of that name', () => {
    const process = fakeThread({ tid: 3 });
    const host = fakeEvent(fakeHost({ threads: [process] }), process);
    expect(value(host, 'container.id')).toBe('host');
    expect(value(host, 'container.name')).toBe('host');
    expect(value(host, 'container.type')).toBe('host');
    expect(value(host, 'container.image')).toBe('');
    expect(value(host, 'container.privileged')).toBe(false);
  });

  it('is of the container that the event describes, without a thread too', () => {
    const event = fakeEvent(fakeHost({ eventContainer: web }), undefined);
    expect(value(event, 'container.id')).toBe('5c1f93a887b7');
    expect(value(event, 'container.name')).toBe('web');
    expect(value(fakeEvent(fakeHost({}), undefined), 'container.id')).toBeUndefined();
  });
});

describe('k8s.*', () => {
  it("comes from the container's labels", () => {
    const event = fakeEvent(fakeHost({ containers: [web] }), thread);
    expect(value(event, 'k8s.pod.name')).toBe('web-7d4');
    expect(value(event, 'k8s.ns.name')).toBe('shop');
    expect(value(event, 'k8s.pod.uid')).toBe('0d5');
    expect(value(event, 'k8s.pod.sandbox_id')).toBe('feedfacefeed');
    expect(value(event, 'k8s.pod.full_sandbox_id')).toBe('feedfacefeedfacefeed');
    expect(value(event, 'k8s.pod.ip')).toBeUndefined();
    expect(value(event, 'k8s.rc.label', 'x')).toBeUndefined();
  });

  it("or from the pod's sandbox, where the container does not tell", () => {
    const sandbox = fakeContainer({
      id: 'feedfacefeed',
      ip: '10.0.0.7',
      cniJson: '{}',
      podSandboxLabels: { app: 'shop', 'io.kubernetes.x': '' },
    });
    const event = fakeEvent(fakeHost({ containers: [web, sandbox] }), thread);
    expect(value(event, 'k8s.pod.label', 'app')).toBe('shop');
    expect(value(event, 'k8s.pod.labels')).toBe('app:shop');
    expect(value(event, 'k8s.pod.ip')).toBe('10.0.0.7');
    expect(value(event, 'k8s.pod.cni.json')).toBe('{}');
  });
});

describe('user.* and group.*', () => {
  const users = [
    { uid: 5, gid: 7, name: 'games', home: '/usr/games', shell: '/bin/false' },
    { uid: 1000, gid: 1000, name: 'ana', home: '/home/ana', shell: '/bin/bash' },
  ];

  it('come from the lists', () => {
    const host = fakeHost({ containers: [web], users, groups: [{ gid: 7, name: 'games' }] });
    const event = fakeEvent(host, thread);
    expect(value(event, 'user.name')).toBe('games');
    expect(value(event, 'user.homedir')).toBe('/usr/games');
    expect(value(event, 'user.shell')).toBe('/bin/false');
    expect(value(event, 'user.loginuid')).toBe(1000);
    expect(value(event, 'user.loginname')).toBe('ana');
    expect(value(event, 'group.name')).toBe('games');
  });

  it('know root, and say where a name is not known', () => {
    const event = fakeEvent(fakeHost({}), thread);
    expect(value(event, 'user.name')).toBe('<NA>');
    expect(value(event, 'group.name')).toBe('<NA>');
    const root = fakeEvent(fakeHost({}), fakeThread({ tid: 1 }));
    expect(value(root, 'user.name')).toBe('root');
    expect(value(root, 'user.homedir')).toBe('/root');
    expect(value(root, 'user.shell')).toBe('<NA>');
    expect(value(root, 'user.loginuid')).toBe(-1);
    expect(value(root, 'user.loginname')).toBe('<NA>');
    expect(value(root, 'group.name')).toBe('root');
  });

  it("take the container's configured user for events that describe it", () => {
    const named = (name: string) => [Buffer.alloc(4), Buffer.from(`${name}\0`), Buffer.from('{}\0')];
    const host = fakeHost({ containers: [web], users });
    const event = (name: string) => fakeEvent(host, thread, { type: EventType.ASYNCEVENT_E, parameters: named(name) });
    expect(value(event('container'), 'user.name')).toBe('www');
    expect(value(event('other'), 'user.name')).toBe('games');
  });
});
