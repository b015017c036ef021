import type { ScriptDescriptors } from './script-descriptors.ts';

/** The host that a script describes, as it is when the capture starts and while its events are written. */
export interface ScriptHost {
  hostname: string;
  cpus: number;
  /** Nanoseconds since 1970. */
  bootTime: bigint;
  startTime: bigint;
  users: ScriptUser[];
  containers: Map<string, ScriptContainer>;
  processes: Map<number, ScriptProcess>;
  /** Higher than that of any process so far. */
  nextPid: number;
  /** The process that was added last. */
  newest: ScriptProcess | undefined;
}

export interface ScriptUser {
  uid: number;
  gid: number;
  name: string;
  home: string;
  shell: string;
}

export interface ScriptContainer {
  /** As processes refer to it, and the container's own name. */
  name: string;
  /** 64 hex digits. */
  fullId: string;
  /** What engines report of it, by the names of container events (libs, container_info_json.cpp). */
  report: Record<string, unknown>;
  /** Ids in its pid namespace that were given out. */
  lastVpid: number;
}

export interface ScriptProcess {
  pid: number;
  parent: number;
  session: number;
  name: string;
  exe: string;
  exepath: string;
  args: readonly string[];
  cwd: string;
  env: readonly string[];
  uid: number;
  gid: number;
  vpid: number;
  tty: number;
  loginuid: number;
  capabilities: bigint;
  cgroups: readonly string[];
  container: string;
  /** What its descriptors are, by number. */
  fds: ScriptDescriptors;
}

/** Value of loginuid where nobody logged in. */
export const notLoggedIn = 0xffffffff;
