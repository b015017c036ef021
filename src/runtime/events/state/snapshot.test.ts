import { describe, expect, it } from 'vitest';
import type { EventFacts } from '../../../testing/capture-builder.ts';
import { encodeEvent, eventOf, ipv4Address, ipv4Tuple } from '../../../testing/capture-builder.ts';
import { CaptureWriter } from '../capture/capture-writer.ts';
import { replayCapture } from '../capture/replay-capture.ts';
import { containerFromJson } from './container-json.ts';
import { createHostState } from './create-host-state.ts';
import { FdFlag } from './fd.ts';
import type { Host } from './host.ts';

describe('a snapshot of the host', () => {
  it('has what the last event removed no longer', () => {
    const host = hostWith([
      { type: 'SYSCALL_OPENAT_2_X', parameters: { fd: 3, dirfd: -100, name: '/tmp/a', flags: 1 } },
      { type: 'SYSCALL_CLOSE_X', parameters: { res: 0, fd: 3 } },
    ]);
    expect(host.fdEntries(10)).toEqual([]);
  });

  it('keeps the ends of connections, whether or not somebody still listens', async () => {
    const tuple = ipv4Tuple('10.0.0.9', 5000, '10.0.0.1', 80);
    const accepted: EventFacts = { type: 'SOCKET_ACCEPT_5_X', parameters: { fd: 4, tuple } };
    const listening: EventFacts[] = [
      { type: 'SOCKET_SOCKET_X', parameters: { fd: 3, domain: 2, type: 1, proto: 6, flags: 0 } },
      { type: 'SOCKET_BIND_X', parameters: { res: 0, addr: ipv4Address('10.0.0.1', 80), fd: 3 } },
    ];
    for (const events of [[accepted], [...listening, accepted]]) {
      const again = await readBack(hostWith(events));
      expect(again.thread(10)?.fds.get(4)?.name).toBe('10.0.0.9:5000->10.0.0.1:80');
    }
  });

  it('tells sockets without addresses', async () => {
    const again = await readBack(
      hostWith([
        { type: 'SOCKET_SOCKET_X', parameters: { fd: 3, domain: 2, type: 2, proto: 17, flags: 1 << 12 } },
        { type: 'SOCKET_SOCKET_X', parameters: { fd: 4, domain: 17, type: 3, proto: 0, flags: 0 } },
      ]),
    );
    const { fds } = again.thread(10)!;
    expect(fds.get(3)).toMatchObject({ name: '', family: 2, l4: 3, openFlags: 1 << 12, clientAddress: undefined });
    expect(fds.get(4)).toMatchObject({ name: '', family: 17 });
    expect((fds.get(3)!.flags & FdFlag.roleServer) !== 0).toBe(false);
  });
});

describe('containerFromJson', () => {
  it('reads a description alone, as the oldest events are converted to', () => {
    const described = containerFromJson({ id: 'abc', type: 0, name: 'web', image: 'nginx' });
    expect(described).toMatchObject({ id: 'abc', type: 'docker', name: 'web', image: 'nginx' });
    expect(containerFromJson({ container: { id: 'abc', type: 0, name: 'web', image: 'nginx' } })).toEqual(described);
    expect(containerFromJson({ name: 'web' })).toBeUndefined();
  });
});

/** Events of a thread of which nothing else is known. */
function hostWith(events: readonly EventFacts[]): Host {
  const host = createHostState();
  host.restart();
  let number = 0;
  for (const facts of events) {
    number += 1;
    host.apply(eventOf(encodeEvent({ tid: 10, time: BigInt(number), ...facts }), number));
  }
  return host;
}

async function readBack(host: Host): Promise<Host> {
  const parts: Buffer[] = [];
  new CaptureWriter((bytes) => parts.push(Buffer.from(bytes))).begin(host);
  const again = createHostState();
  const outcome = await replayCapture(
    (async function* () {
      yield Buffer.concat(parts);
    })(),
    again,
    () => {},
  );
  expect(outcome.ok && outcome.value.complete).toBe(true);
  // What its last list or event left to be done.
  expect([...again.processEntries()].length).toBe(1);
  return again;
}
