import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Container } from '#runtime/events/state/container.ts';

/** Processes of the host are shown as if they ran in a container of this name. */
export const hostId = 'host';

/** What container.* shows for processes of the host. */
export const hostContainer: Container = {
  id: hostId,
  fullId: hostId,
  type: hostId,
  name: hostId,
  image: '',
  imageId: '',
  imageRepository: '',
  imageTag: '',
  imageDigest: '',
  privileged: false,
  hostPid: false,
  hostNetwork: false,
  hostIpc: false,
  ip: '',
  cniJson: '',
  createdTime: 0n,
  mounts: [],
  labels: {},
  env: [],
  user: '',
  healthProbes: {},
  podSandboxId: '',
  podSandboxLabels: {},
  podIp: '',
  portMappings: [],
};

/** The container that an event is of: the one it describes, else its thread's. Undefined where there is no thread, or nothing is known of it but its id. */
export function containerOf(event: CaptureEvent): Container | undefined {
  const described = event.host.eventContainer;
  if (described !== undefined) return described;
  const id = event.thread?.containerId;
  if (id === undefined) return undefined;
  return id === '' ? hostContainer : event.host.container(id);
}

/** Id of that container; 'host' for the host; undefined where there is no thread. */
export function containerIdOf(event: CaptureEvent): string | undefined {
  const described = event.host.eventContainer;
  if (described !== undefined) return described.id;
  const id = event.thread?.containerId;
  return id === '' ? hostId : id;
}
