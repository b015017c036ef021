import type { ParameterType } from './event-table.ts';

const sizes: Partial<Record<ParameterType, number>> = {
  u8: 1,
  i8: 1,
  flags8: 1,
  enum8: 1,
  signal: 1,
  u16: 2,
  i16: 2,
  flags16: 2,
  enum16: 2,
  syscall: 2,
  port: 2,
  u32: 4,
  i32: 4,
  flags32: 4,
  enum32: 4,
  uid: 4,
  gid: 4,
  mode: 4,
  sigset: 4,
  fd32: 4,
  pid32: 4,
  ipv4: 4,
  u64: 8,
  i64: 8,
  errno: 8,
  fd: 8,
  pid: 8,
  reltime: 8,
  abstime: 8,
  ipv6: 16,
};

/** Bytes of a parameter of fixed size; undefined for those whose size their length says. */
export function parameterSize(type: ParameterType): number | undefined {
  return sizes[type];
}
