/** What one path of a file system is. Paths are relative to the root, without `./` or a leading `/`; the root itself is ''. */
export type FileType = 'file' | 'directory' | 'symlink' | 'fifo' | 'char' | 'block';

export interface FileEntry {
  /** UTF-8; bytes that are not valid UTF-8 stand as `\xHH`. */
  readonly path: string;
  readonly type: FileType;
  /** Permission bits with setuid, setgid and sticky: 0o0000–0o7777. */
  readonly mode: number;
  /** Bytes of a file; length of a symlink's target; 0 for everything else. */
  readonly size: number;
  /** Target of a symlink, as written. */
  readonly linkTarget?: string;
  /** Index into the image's layers (0 = lowest) of the layer that brought this entry. */
  readonly layer: number;
  readonly uid?: number;
  readonly gid?: number;
}

/** A merged file system: what the container will see. */
export interface FileTree {
  /** Number of entries without the root. */
  readonly size: number;
  /** The entry at this exact path; the last component is not followed, earlier ones are (so `bin/sh` finds `usr/bin/sh`). */
  get(path: string): FileEntry | undefined;
  /** Follows symlinks inside the root, bounded by `limits.symlinkDepth`; undefined where dangling, looping or absent. */
  resolve(path: string): FileEntry | undefined;
  /** The path with every directory symlink on the way followed, the last component not. */
  canonical(path: string): string;
  /** Names directly below a directory. */
  children(path: string): readonly string[];
  /** All entries: each directory before what is in it, names of one directory in code unit order. */
  entries(): Iterable<FileEntry>;
}
