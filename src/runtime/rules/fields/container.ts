import { type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Container, Mount } from '#runtime/events/state/container.ts';
import type { Field, FieldArgument, FieldReader, FieldScalar } from '../field.ts';
import { labelOf, labelsText } from './container-labels.ts';
import { findMount, mountText } from './container-mounts.ts';
import { containerIdOf, containerOf } from './event-container.ts';
import { pidNamespaceStart } from './pid-namespace-start.ts';
import { integer, missingArgument, plain } from './reader-of.ts';

const family = 'container';

const mountArgument: FieldArgument = {
  required: true,
  kind: 'index-or-key',
  describes:
    'which mount, from 0, or its source (of container.mount.source: its destination); `*` and `?` match any text',
};

/** The container that the event happened in. Built in: needs no plugin. What engines tell is there from the event on that told it. */
export const containerFields: readonly Field[] = [
  {
    name: 'container.id',
    family,
    type: 'charbuf',
    describes:
      "Short id of the container, from the control groups of the process: there from its first event on. 'host' outside of containers.",
    suggested: true,
    reader: plain(containerIdOf),
  },
  detail('container.full_id', 'charbuf', 'Whole id of the container.', (container) => container.fullId),
  {
    ...detail('container.name', 'charbuf', "Name of the container. 'host' outside of containers.", ({ name }) => name),
    suggested: true,
  },
  detail('container.image', 'charbuf', 'Reference of the image, as the engine has it.', (container) => container.image),
  detail('container.image.id', 'charbuf', 'Id of the image.', (container) => container.imageId),
  detail(
    'container.type',
    'charbuf',
    "Engine that runs the container: docker, containerd, cri-o, podman, lxc, libvirt-lxc, bpm. 'host' outside of containers.",
    (container) => container.type,
  ),
  detail(
    'container.privileged',
    'bool',
    'Whether the container has all capabilities and devices.',
    (container) => container.privileged,
  ),
  detail(
    'container.mounts',
    'charbuf',
    'Mounts of the container as source:destination:mode:writable:propagation, joined by commas.',
    ({ mounts }) => mounts.map(mountText).join(','),
  ),
  mountField('container.mount', 'One mount as source:destination:mode:writable:propagation.', mountText),
  mountField('container.mount.source', 'Path on the host of one mount.', (mount) => mount.source, true),
  mountField('container.mount.dest', 'Path in the container of one mount.', (mount) => mount.destination),
  mountField('container.mount.mode', 'Mode of one mount.', (mount) => mount.mode),
  mountField(
    'container.mount.rdwr',
    "Whether one mount is writable: 'true' or 'false'.",
    ({ writable }) => `${writable}`,
  ),
  mountField(
    'container.mount.propagation',
    'Propagation of one mount: private, rprivate, shared, rslave …',
    (mount) => mount.propagation,
  ),
  {
    ...detail(
      'container.image.repository',
      'charbuf',
      'Image without tag and digest.',
      (container) => container.imageRepository,
    ),
    suggested: true,
  },
  {
    ...detail('container.image.tag', 'charbuf', 'Tag of the image.', (container) => container.imageTag),
    suggested: true,
  },
  detail(
    'container.image.digest',
    'charbuf',
    'Digest of the image in its registry.',
    (container) => container.imageDigest,
  ),
  retired('container.healthcheck', 'charbuf'),
  retired('container.liveness_probe', 'charbuf'),
  retired('container.readiness_probe', 'charbuf'),
  {
    name: 'container.start_ts',
    family,
    type: 'abstime',
    describes: 'When the first process of the container started, by the kernel (proc.pidns_init_start_ts).',
    reader: plain((event) => {
      const start = event.thread?.pidnsInitStart ?? 0n;
      return start === 0n || event.host.eventContainer !== undefined ? undefined : integer(start);
    }),
  },
  {
    name: 'container.duration',
    family,
    type: 'reltime',
    describes: 'Nanoseconds since the first process of the container started.',
    reader: plain(containerDuration),
  },
  detail('container.ip', 'charbuf', 'First IPv4 address of the container or its pod.', (container) => container.ip),
  detail(
    'container.cni.json',
    'charbuf',
    "Addresses of all the pod's network interfaces, as the network plugin's JSON (engines with CRI).",
    (container) => container.cniJson,
  ),
  detail(
    'container.host_pid',
    'bool',
    "Whether the container shares the host's pid namespace.",
    ({ hostPid }) => hostPid,
  ),
  detail(
    'container.host_network',
    'bool',
    "Whether the container shares the host's network namespace.",
    (container) => container.hostNetwork,
  ),
  detail(
    'container.host_ipc',
    'bool',
    "Whether the container shares the host's IPC namespace.",
    ({ hostIpc }) => hostIpc,
  ),
  {
    name: 'container.label',
    family,
    type: 'charbuf',
    describes: 'Value of one label of the container.',
    argument: { required: true, kind: 'key', describes: 'name of the label' },
    reader: (argument) =>
      argument === undefined
        ? missingArgument('name the label: container.label[maintainer]')
        : ok<FieldReader>((event) => {
            const container = containerOf(event);
            return container === undefined ? undefined : labelOf(container.labels, argument);
          }),
  },
  detail(
    'container.labels',
    'charbuf',
    'Labels of the container as name:value, sorted, joined by commas; without those of Kubernetes itself.',
    (container) => labelsText(container.labels),
  ),
  retired('proc.is_container_healthcheck', 'bool'),
  retired('proc.is_container_liveness_probe', 'bool'),
  retired('proc.is_container_readiness_probe', 'bool'),
];

function detail(
  name: string,
  type: Field['type'],
  describes: string,
  of: (container: Container) => FieldScalar | undefined,
): Field {
  return {
    name,
    family,
    type,
    describes,
    reader: plain((event) => {
      const container = containerOf(event);
      return container === undefined ? undefined : of(container);
    }),
  };
}

/** Fields that the ecosystem has given up: rules that name them still load. */
function retired(name: string, type: Field['type']): Field {
  return {
    name,
    family,
    type,
    describes: 'Without a value since engines tell no health probes any more; known so that rules that name it load.',
    deprecated: true,
    reader: plain(() => undefined),
  };
}

function mountField(name: string, describes: string, of: (mount: Mount) => string, byDestination = false): Field {
  return {
    name,
    family,
    type: 'charbuf',
    describes,
    argument: mountArgument,
    reader: (argument): Outcome<FieldReader> =>
      argument === undefined
        ? missingArgument(`name the mount: ${name}[0] or ${name}[/var/lib/*]`)
        : ok<FieldReader>((event) => {
            const container = containerOf(event);
            const mount = container === undefined ? undefined : findMount(container.mounts, argument, byDestination);
            return mount === undefined ? undefined : of(mount);
          }),
  };
}

function containerDuration(event: CaptureEvent): number | bigint | undefined {
  const { thread } = event;
  if (thread === undefined || event.host.eventContainer !== undefined) return undefined;
  const start = pidNamespaceStart(event.host, thread);
  return start === undefined ? undefined : integer(event.time - start);
}
