import { type CaptureEvent, EventType } from '../event.ts';
import { containerFromJson } from './container-json.ts';
import type { Host } from './host.ts';

/** Bytes of a container's description that are read; Docker's labels and mounts rarely make more than 64 KiB. */
const maxJsonBytes = 16 * 1024 * 1024;

/** Numbers of engines in container events. */
export const containerTypes: Readonly<Record<number, string>> = {
  0: 'docker',
  1: 'lxc',
  2: 'libvirt-lxc',
  3: 'mesos',
  4: 'rkt',
  6: 'cri',
  7: 'containerd',
  8: 'cri-o',
  9: 'bpm',
  11: 'podman',
  65534: 'host',
};

/** Descriptions of containers: as JSON in old and new forms, and as four parameters in the oldest. */
export function onContainer(host: Host, event: CaptureEvent): void {
  switch (event.type) {
    case EventType.CONTAINER_E: {
      const id = event.text(0);
      if (id === undefined) return;
      const json = { id, type: event.u32(1), name: event.text(2) ?? '', image: event.text(3) ?? '' };
      announce(host, { container: json }, true);
      return;
    }
    case EventType.ASYNCEVENT_E: {
      const name = event.text(1);
      if (name === 'container' || name === 'container_removed') {
        announce(host, parse(event, 2), name === 'container');
      }
      return;
    }
    default:
      announce(host, parse(event, 0), true);
  }
}

function parse(event: CaptureEvent, index: number): unknown {
  const size = event.size(index);
  if (size === 0 || size > maxJsonBytes) return undefined;
  try {
    return JSON.parse(event.text(index) ?? '');
  } catch {
    return undefined;
  }
}

function announce(host: Host, json: unknown, added: boolean): void {
  const container = containerFromJson(json);
  if (container === undefined) return;
  if (added) host.containerTable.set(container);
  else host.containerTable.delete(container.id);
  host.describe(container);
}

export function onUser(host: Host, event: CaptureEvent): void {
  const uid = event.u32(0);
  if (uid === undefined) return;
  const container = event.text(5) ?? '';
  if (event.type === EventType.USER_DELETED_E) host.userTable.deleteUser(container, uid);
  else {
    host.userTable.setUser(container, {
      uid,
      gid: event.u32(1) ?? 0,
      name: event.text(2) ?? '<NA>',
      home: event.text(3) ?? '<NA>',
      shell: event.text(4) ?? '<NA>',
    });
  }
}

export function onGroup(host: Host, event: CaptureEvent): void {
  const gid = event.u32(0);
  if (gid === undefined) return;
  const container = event.text(2) ?? '';
  if (event.type === EventType.GROUP_DELETED_E) host.userTable.deleteGroup(container, gid);
  else host.userTable.setGroup(container, { gid, name: event.text(1) ?? '<NA>' });
}
