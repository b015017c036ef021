/** Named limits on foreign input. Units are in the names. Each parser takes its limit from here or names its own beside it. */
export const KiB = 1024;
export const MiB = 1024 * KiB;
export const GiB = 1024 * MiB;

export const limits = {
  /** A tar path or link target after PAX/GNU extension; Linux' PATH_MAX is 4096, archives are seen with more. */
  tarPathBytes: 64 * KiB,
  /** Characters of a path or link target of an image; Linux' PATH_MAX: no engine can unpack a longer one. */
  pathLength: 4096,
  /** One PAX header block. */
  tarPaxBytes: 1 * MiB,
  /** Entries of one layer. Real images stay under two million. */
  layerEntries: 4_000_000,
  /** Layers of one image; Docker allows 127. */
  imageLayers: 1_000,
  /** A manifest, index or configuration document. Registries cap manifests at 4 MiB. */
  manifestBytes: 16 * MiB,
  /** Content of one wanted file that is kept in memory; larger ones are spooled to a file in the cache directory. */
  fileInMemoryBytes: 32 * MiB,
  /** Content of one wanted file at all. */
  fileBytes: 2 * GiB,
  /** Symlinks followed while one path is resolved, as Linux does (MAXSYMLINKS). */
  symlinkDepth: 40,
  /** Characters of a symlink target that is followed (Linux' PATH_MAX). */
  symlinkTarget: 4096,
  /** Directories inside each other. Linux' PATH_MAX of 4096 bytes allows 2048. */
  directoryDepth: 2048,
  /** Nesting depth of a JSON, YAML or XML document we walk. */
  documentDepth: 200,
} as const;
