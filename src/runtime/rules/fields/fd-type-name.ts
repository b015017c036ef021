/** Names of descriptor types by FdType; '<NA>' for what is none. */
const names: readonly (string | undefined)[] = [
  undefined,
  'file',
  'directory',
  'ipv4',
  'ipv6',
  'ipv4',
  'ipv6',
  'pipe',
  'unix',
  'event',
  undefined,
  'signalfd',
  'eventpoll',
  'inotify',
  'timerfd',
  'netlink',
  'file',
  'bpf',
  'userfaultfd',
  'io_uring',
  'memfd',
  'pidfd',
];

/** What fd.type shows for a FdType. */
export function fdTypeName(type: number): string {
  return names[type] ?? '<NA>';
}
