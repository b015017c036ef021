import type { Field } from '../field.ts';
import { pidNamespaceStart } from './pid-namespace-start.ts';
import { integer, plain } from './reader-of.ts';

const family = 'process';

/** The executable file. */
export const processFileFields: readonly Field[] = [
  {
    name: 'proc.is_exe_writable',
    family,
    type: 'bool',
    describes: 'Whether the user who started the executable may also write to it.',
    reader: plain((event) => event.thread?.exeWritable),
  },
  {
    name: 'proc.is_exe_upper_layer',
    family,
    type: 'bool',
    describes:
      "Whether the executable lies in the upper layer of an overlay: it was written or changed after the container started, and is not the image's.",
    reader: plain((event) => event.thread?.exeUpperLayer),
  },
  {
    name: 'proc.is_exe_lower_layer',
    family,
    type: 'bool',
    describes: 'Whether the executable lies in a lower layer of an overlay: it came with the image.',
    reader: plain((event) => event.thread?.exeLowerLayer),
  },
  {
    name: 'proc.is_exe_from_memfd',
    family,
    type: 'bool',
    describes: 'Whether the executable is a file in memory (memfd_create), which no disk has.',
    reader: plain((event) => event.thread?.exeFromMemfd),
  },
  {
    name: 'proc.exe_ino',
    family,
    type: 'int64',
    describes: 'Inode of the executable.',
    reader: plain((event) => known(event.thread?.exeInode)),
  },
  {
    name: 'proc.exe_ino.ctime',
    family,
    type: 'abstime',
    describes: "Last change of the executable's inode (permissions, owner, content), in nanoseconds since 1970.",
    reader: plain((event) => known(event.thread?.exeInodeCtime)),
  },
  {
    name: 'proc.exe_ino.mtime',
    family,
    type: 'abstime',
    describes: "Last change of the executable's content, in nanoseconds since 1970.",
    reader: plain((event) => known(event.thread?.exeInodeMtime)),
  },
  {
    name: 'proc.exe_ino.ctime_duration_proc_start',
    family,
    type: 'abstime',
    describes:
      'Nanoseconds from the last change of the executable to the clone of the process that ran it (an ancestor, before the process runs something itself): small where something just written is run. Unsigned: wraps around where the file was changed later.',
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined || thread.exeCloneTime === 0n || thread.exeInodeCtime === 0n) return undefined;
      return known(BigInt.asUintN(64, thread.exeCloneTime - thread.exeInodeCtime));
    }),
  },
  {
    name: 'proc.exe_ino.ctime_duration_pidns_start',
    family,
    type: 'abstime',
    describes:
      'Nanoseconds from the start of the pid namespace (the container) to the last change of the executable; no value where the file is older.',
    reader: plain((event) => {
      const { thread } = event;
      if (thread === undefined) return undefined;
      const start = pidNamespaceStart(event.host, thread);
      return start === undefined || thread.exeInodeCtime <= start ? undefined : integer(thread.exeInodeCtime - start);
    }),
  },
];

/** 0 stands for "not known". */
function known(value: bigint | undefined): number | bigint | undefined {
  return value === undefined || value === 0n ? undefined : integer(value);
}
