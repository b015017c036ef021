import type { Container, Mount } from './container.ts';
import { containerTypes } from './container-events.ts';

type Json = Readonly<Record<string, unknown>>;

/** Entries of a list or an object of a description; more is not read. */
const maxEntries = 10_000;

const nanosecondsPerSecond = 1_000_000_000n;

/**
 * A container from its description in a container event ({"container": {…}}); undefined where that is none. What the oldest container events are
 * converted to is the description alone.
 */
export function containerFromJson(document: unknown): Container | undefined {
  const whole = record(document);
  const json = record(whole?.container) ?? (typeof whole?.id === 'string' ? whole : undefined);
  const id = text(json?.id);
  if (json === undefined || id === '') return undefined;
  return {
    id,
    fullId: text(json.full_id),
    type: containerTypes[number(json.type, -1)] ?? '',
    name: text(json.name),
    image: text(json.image),
    imageId: text(json.imageid),
    imageRepository: text(json.imagerepo),
    imageTag: text(json.imagetag),
    imageDigest: text(json.imagedigest),
    privileged: json.privileged === true,
    hostPid: json.host_pid === true,
    hostNetwork: json.host_network === true,
    hostIpc: json.host_ipc === true,
    ip: text(json.ip),
    cniJson: text(json.cni_json),
    createdTime: BigInt(Math.trunc(number(json.created_time, 0))) * nanosecondsPerSecond,
    mounts: list(json.Mounts).map(mount),
    labels: texts(json.labels),
    env: list(json.env).filter((item) => typeof item === 'string'),
    user: text(json.User),
    healthProbes: {
      ...probe('healthcheck', json.Healthcheck),
      ...probe('liveness', json.LivenessProbe),
      ...probe('readiness', json.ReadinessProbe),
    },
    podSandboxId: text(json.pod_sandbox_id),
    podSandboxLabels: texts(json.pod_sandbox_labels),
    podIp: text(json.ip),
    portMappings: list(json.port_mappings).map((item) => ({
      hostIp: ipText(record(item)?.HostIp),
      hostPort: number(record(item)?.HostPort, 0),
      containerPort: number(record(item)?.ContainerPort, 0),
    })),
  };
}

/** A container of which only the cgroup is known. */
export function bareContainer(id: string, type: string): Container {
  return { ...containerFromJson({ container: { id } })!, type };
}

function mount(value: unknown): Mount {
  const json = record(value);
  return {
    source: text(json?.Source),
    destination: text(json?.Destination),
    mode: text(json?.Mode),
    writable: json?.RW === true,
    propagation: text(json?.Propagation),
  };
}

function probe(name: string, value: unknown): Record<string, { exe: string; args: readonly string[] }> {
  const json = record(value);
  if (json === undefined) return {};
  return {
    [name]: { exe: text(json.exe), args: list(json.args).filter((item) => typeof item === 'string') },
  };
}

function ipText(value: unknown): string {
  const bits = number(value, 0);
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.');
}

function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown, missing: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : missing;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, maxEntries) : [];
}

function texts(value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(record(value) ?? {}).slice(0, maxEntries);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
