export interface Mount {
  source: string;
  destination: string;
  mode: string;
  writable: boolean;
  propagation: string;
}

/** A container as engines describe it (container events of captures, later the engines themselves). Missing texts are ''. */
export interface Container {
  /** Short id, 12 characters. */
  id: string;
  fullId: string;
  /** docker, containerd, cri-o, podman, lxc … */
  type: string;
  name: string;
  /** Reference as the engine has it; its parts. */
  image: string;
  imageId: string;
  imageRepository: string;
  imageTag: string;
  imageDigest: string;
  privileged: boolean | undefined;
  hostPid: boolean;
  hostNetwork: boolean;
  hostIpc: boolean;
  ip: string;
  cniJson: string;
  /** Nanoseconds since 1970 of the creation; 0n where not known. */
  createdTime: bigint;
  mounts: readonly Mount[];
  labels: Readonly<Record<string, string>>;
  env: readonly string[];
  user: string;
  /** Commands: executable and arguments; undefined where there is none. */
  healthProbes: Readonly<
    Partial<Record<'healthcheck' | 'liveness' | 'readiness', { exe: string; args: readonly string[] }>>
  >;
  /** Of the pod, where there is one; labels k8s.* fields come from. */
  podSandboxId: string;
  podSandboxLabels: Readonly<Record<string, string>>;
  podIp: string;
  portMappings: readonly { hostIp: string; hostPort: number; containerPort: number }[];
}
