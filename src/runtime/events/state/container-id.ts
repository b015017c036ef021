import type { LazyTexts } from './lazy-text.ts';

/** The container that a cgroup belongs to. */
export interface ContainerMatch {
  /** '' where it belongs to none: a process of the host. */
  readonly id: string;
  /** Engine, where the cgroup's form says it and the engine has nothing else to tell (lxc, libvirt-lxc, bpm). */
  readonly engine: string;
}

const host: ContainerMatch = { id: '', engine: '' };
const matches = new WeakMap<LazyTexts, ContainerMatch>();

/** Of the cgroups of a thread (`subsystem=path`, in the kernel's order): the first that belongs to a container. */
export function containerIdOf(cgroups: LazyTexts): ContainerMatch {
  let match = matches.get(cgroups);
  if (match === undefined) {
    match = firstMatch(cgroups.list);
    matches.set(cgroups, match);
  }
  return match;
}

function firstMatch(cgroups: readonly string[]): ContainerMatch {
  for (const cgroup of cgroups) {
    const equals = cgroup.indexOf('=');
    if (equals < 0) return host;
    const match = matchCgroup(cgroup.slice(equals + 1));
    if (match.id !== '') return match;
  }
  return host;
}

/** Prefix and suffix around an id of 64 hex digits: podman, docker, CRI. */
const layouts: readonly (readonly [string, string])[] = [
  ['/libpod-', '.scope'],
  ['/libpod-', '.scope/container'],
  ['/libpod-', ''],
  ['/libpod-payload-', '.scope'],
  ['/libpod-payload-', '.scope/container'],
  ['/libpod-payload-', ''],
  ['/', ''],
  ['/docker-', '.scope'],
  ['/crio-', ''],
  ['/cri-containerd-', '.scope'],
  ['/crio-', '.scope'],
  [':cri-containerd:', ''],
  ['/nerdctl-', '.scope'],
];

const idLength = 64;
const shortLength = 12;

/** One cgroup path, in the order in which engines are asked. */
export function matchCgroup(cgroup: string): ContainerMatch {
  for (const [prefix, suffix] of layouts) {
    const id = between(cgroup, prefix, suffix);
    if (id !== undefined && id.length === idLength && /^[0-9a-f]+$/i.test(id)) {
      return { id: id.slice(0, shortLength), engine: '' };
    }
  }
  const lxc = /\/lxc(?:\/|\.payload[/.])([^/]*)/.exec(cgroup);
  if (lxc) return { id: lxc[1]!, engine: 'lxc' };
  const libvirt = matchLibvirt(cgroup);
  if (libvirt !== undefined) return { id: libvirt, engine: 'libvirt-lxc' };
  const bpm = /\/bpm-(.*?)(?:\.scope|$)/.exec(cgroup)?.[1];
  if (bpm !== undefined && /^[\w.-]+$/.test(bpm)) return { id: bpm, engine: 'bpm' };
  // Last: its form is so general that it would take those of the others.
  const containerd = matchContainerd(cgroup);
  return containerd === '' ? host : { id: containerd, engine: '' };
}

/** What lies between the last prefix and the last suffix; undefined where either is missing. */
function between(cgroup: string, prefix: string, suffix: string): string | undefined {
  const start = cgroup.lastIndexOf(prefix);
  if (start < 0) return undefined;
  const end = suffix === '' ? cgroup.length : cgroup.lastIndexOf(suffix);
  return end < start + prefix.length ? undefined : cgroup.slice(start + prefix.length, end);
}

/** containerd's own tools: `/namespace/id`, where neither has a fixed form. What systemd made is of the host. */
function matchContainerd(cgroup: string): string {
  const namespace = /\/[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*\//.exec(cgroup)?.[0];
  if (namespace === undefined || /\.(?:service|slice|scope)$/.test(cgroup)) return '';
  const id = between(cgroup, namespace, '') ?? '';
  return id.length <= idLength ? id.slice(0, shortLength) : '';
}

function matchLibvirt(cgroup: string): string | undefined {
  const plain = /^.*\/([^/]*)\.libvirt-lxc$/.exec(cgroup);
  if (plain) return plain[1]!;
  // systemd writes `machine-lxc\x2d<name>.scope`, a `-` of the name as `\x2d`.
  const scope = /-lxc\\x2.(.*)\.scope(?:\/libvirt)?$/.exec(cgroup);
  if (scope) return scope[1]!;
  const legacy = cgroup.indexOf('/libvirt/lxc/');
  return legacy < 0 ? undefined : cgroup.slice(legacy + '/libvirt/lxc/'.length);
}
