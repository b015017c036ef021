import { Host, type HostOptions } from './host.ts';

/** A host of which nothing is known yet. */
export function createHostState(options?: HostOptions): Host {
  return new Host(options);
}
