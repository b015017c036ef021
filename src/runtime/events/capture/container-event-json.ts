import type { Container } from '../state/container.ts';

/** Numbers of engines in container events (falcosecurity/plugins, container plugin). */
const engineNumbers: Readonly<Record<string, number>> = {
  docker: 0,
  lxc: 1,
  'libvirt-lxc': 2,
  mesos: 3,
  rkt: 4,
  cri: 6,
  containerd: 7,
  'cri-o': 8,
  bpm: 9,
  podman: 11,
  host: 65534,
};

/** A container as container events tell it: what state/container-json.ts reads. */
export function containerEventJson(container: Container): string {
  const { healthcheck, liveness, readiness } = container.healthProbes;
  return JSON.stringify({
    container: {
      id: container.id,
      full_id: container.fullId,
      type: engineNumbers[container.type] ?? 65535,
      name: container.name,
      image: container.image,
      imageid: container.imageId,
      imagerepo: container.imageRepository,
      imagetag: container.imageTag,
      imagedigest: container.imageDigest,
      privileged: container.privileged ?? false,
      host_pid: container.hostPid,
      host_network: container.hostNetwork,
      host_ipc: container.hostIpc,
      ip: container.podIp || container.ip,
      cni_json: container.cniJson,
      created_time: Number(container.createdTime / 1_000_000_000n),
      Mounts: container.mounts.map((mount) => ({
        Source: mount.source,
        Destination: mount.destination,
        Mode: mount.mode,
        RW: mount.writable,
        Propagation: mount.propagation,
      })),
      labels: container.labels,
      env: container.env,
      User: container.user,
      ...(healthcheck ? { Healthcheck: healthcheck } : {}),
      ...(liveness ? { LivenessProbe: liveness } : {}),
      ...(readiness ? { ReadinessProbe: readiness } : {}),
      pod_sandbox_id: container.podSandboxId,
      pod_sandbox_labels: container.podSandboxLabels,
      port_mappings: container.portMappings.map(({ hostIp, hostPort, containerPort }) => ({
        HostIp: addressNumber(hostIp),
        HostPort: hostPort,
        ContainerPort: containerPort,
      })),
      is_pod_sandbox: false,
    },
  });
}

function addressNumber(address: string): number {
  return address.split('.').reduce((value, part) => value * 256 + (Number(part) || 0), 0);
}
