/** Types of blocks (libs, userspace/libscap/scap_savefile.h). `old…` are the numbers from before the format's first release. */
export const BlockType = {
  section: 0x0a0d0d0a,
  machine: 0x201,
  oldMachine: 0x8002abcd,
  processes1: 0x202,
  oldProcesses1: 0x8000abcd,
  processes2: 0x207,
  oldProcesses2: 0x8013abcd,
  processes3: 0x209,
  oldProcesses3: 0x8014abcd,
  processes4: 0x210,
  processes5: 0x211,
  processes6: 0x212,
  processes7: 0x213,
  processes8: 0x214,
  processes9: 0x215,
  fds1: 0x203,
  oldFds1: 0x8001abcd,
  fds2: 0x218,
  event1: 0x204,
  oldEvent1: 0x8010abcd,
  event2: 0x216,
  event2Large: 0x221,
  flaggedEvent1: 0x208,
  flaggedEvent2: 0x217,
  flaggedEvent2Large: 0x222,
  interfaces1: 0x205,
  oldInterfaces1: 0x8011abcd,
  interfaces2: 0x219,
  users1: 0x206,
  oldUsers1: 0x8012abcd,
  users2: 0x220,
} as const;

/** Versions of process lists by block type: 1-9. */
export const processListVersion: ReadonlyMap<number, number> = new Map([
  [BlockType.processes1, 1],
  [BlockType.oldProcesses1, 1],
  [BlockType.processes2, 2],
  [BlockType.oldProcesses2, 2],
  [BlockType.processes3, 3],
  [BlockType.oldProcesses3, 3],
  [BlockType.processes4, 4],
  [BlockType.processes5, 5],
  [BlockType.processes6, 6],
  [BlockType.processes7, 7],
  [BlockType.processes8, 8],
  [BlockType.processes9, 9],
]);

export const sectionMagic = 0x1a2b3c4d;
/** The magic of a section written on a big-endian machine, read as little endian. */
export const swappedSectionMagic = 0x4d3c2b1a;
