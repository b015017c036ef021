import type { ByteSource } from '#core/byte-source.ts';
import type { FileTree } from '#core/file-tree.ts';
import type { Issue } from '#core/outcome.ts';
import type { OsInfo, Package } from '#core/package.ts';

/** What a tar header or a directory entry says of a regular file, before its content is read. */
export interface FileHeader {
  /** As `FileEntry.path`. */
  readonly path: string;
  /** Last path component. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Permission bits, 0o0000–0o7777. */
  readonly mode: number;
}

export interface FileInput extends FileHeader {
  /** Random access; lives only during `read`. */
  readonly source: ByteSource;
  /** Whole content, at most `limit` bytes (default limits.fileInMemoryBytes): throws `FileTooLarge` past it, which the runner turns into an issue. */
  bytes(limit?: number): Buffer;
  text(limit?: number): string;
}

/**
 * What one file alone says: plain JSON (it is cached by layer), no reference to other files.
 * `packages` are packages that this file proves; `data` is the cataloger's own, for its `assemble`.
 */
export interface FileFacts {
  readonly packages?: readonly PackageFact[];
  readonly os?: OsInfo;
  readonly data?: unknown;
  readonly issues?: readonly Issue[];
}

/** A package before it is placed: `locations` default to the file's path, `layer` and `cataloger` are filled by the runner. */
export type PackageFact = Omit<Package, 'locations' | 'layer' | 'cataloger' | 'ownedBy'> & {
  readonly locations?: readonly string[];
};

/** `image`: what is installed (images, rootfs). `source`: lock files and manifests of a source tree (`dir:`). */
export type CatalogerScope = 'image' | 'source';

/** A plain object in the one sorted registry (catalogers/index.ts). See docs/adding-a-cataloger.md. */
export interface Cataloger {
  /** Unique, `<ecosystem>/<format>`: `dpkg/status`, `npm/package-lock`. */
  readonly id: string;
  /** Raised when behaviour changes: part of the cache key. */
  readonly version: number;
  readonly scopes: readonly CatalogerScope[];
  /** One line for the docs table. */
  readonly describes: string;
  /** Called for every file of every layer: decide by name and path only; no regular expressions, no allocation where it can be helped. */
  wants(file: FileHeader, scope: CatalogerScope): boolean;
  /**
   * Reads one file. Never throws for foreign input except by the runner's own limits; returns undefined where the file turned out not to be
   * what its name promised. Synchronous: it runs while the layer streams by.
   */
  read(file: FileInput): FileFacts | undefined;
  /**
   * Joins what several files said, once the layers are merged (default: every surviving file's packages, each at its file).
   * Only catalogers whose packages need a second file have it (dpkg: status + *.list + copyright).
   */
  assemble?(found: AssembleInput): AssembleResult;
  /**
   * Well-known paths that may lie behind symlinks (`etc/os-release`): the runner resolves them in the final tree and reads the target
   * where no cataloger saw it under its literal name.
   */
  readonly wellKnownPaths?: readonly string[];
}

/** All facts of one cataloger about one path that exists in the final tree. */
export interface FoundFile {
  /** Canonical path in the final tree. */
  readonly path: string;
  /** Layer of the version that survived. */
  readonly layer: number;
  readonly facts: FileFacts;
  /** What lower layers said at this path, lowest first, the survivor last; tells in which layer a package first appeared. */
  readonly versions: readonly { readonly layer: number; readonly facts: FileFacts }[];
}

export interface AssembleInput {
  readonly files: readonly FoundFile[];
  readonly tree: FileTree;
  readonly os?: OsInfo;
  /** What kind of target this is; default `image`. Lock files count differently where an installed tree may lie beside them. */
  readonly scope?: CatalogerScope;
}

export interface AssembleResult {
  readonly packages: readonly Omit<Package, 'cataloger'>[];
  /** Files that a package owns, by purl, as canonical paths. Ownership is decided from this before matching. */
  readonly owned?: ReadonlyMap<string, readonly string[]>;
  /**
   * purls of OS packages that somebody else than the distribution built: its advisories do not speak of them, so what lies in their files
   * is still matched on its own (no `ownedBy`).
   */
  readonly thirdParty?: ReadonlySet<string>;
  readonly issues?: readonly Issue[];
}

/** Thrown by `FileInput.bytes` and `.text`. */
export class FileTooLarge extends Error {
  readonly path: string;
  readonly size: number;
  readonly limit: number;

  /** `unit`: of what there is too much. */
  constructor(path: string, size: number, limit: number, unit = 'bytes') {
    super(`file has ${size} ${unit}, the limit is ${limit}`);
    this.path = path;
    this.size = size;
    this.limit = limit;
  }
}
