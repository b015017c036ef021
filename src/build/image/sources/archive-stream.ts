import { posix } from 'node:path';
import { limits } from '#core/limits.ts';
import { errorIssue, type Issue } from '#core/outcome.ts';
import { type LayerVisitor, type LayerWalk, PushedLayer, type WalkOptions } from '../layer/walk-layer.ts';
import { type ContentSink, type TarEntry, TarWalker } from '../tar/walk.ts';

/** What came out of a docker-archive that was read once, in order. */
export interface StreamedArchive<V extends LayerVisitor> {
  readonly documents: ReadonlyMap<string, Buffer>;
  readonly layers: ReadonlyMap<string, { readonly visitor: V; readonly walk: LayerWalk }>;
  /** Member → member that it links to; engines write a layer that occurs twice as a link. */
  readonly links: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

/** Documents of one archive together: a manifest or configuration has kilobytes. */
const maxDocumentBytes = 64 * 1024 * 1024;

/**
 * Reads the export of an engine as it comes. Which member is which layer is told by manifest.json, which may come last; so every member that
 * is no JSON document is analysed as a layer.
 */
export async function readArchiveStream<V extends LayerVisitor>(
  chunks: AsyncIterable<Buffer>,
  visitor: () => V,
  options: Omit<WalkOptions, 'expected'>,
  skip: (path: string) => boolean,
): Promise<StreamedArchive<V>> {
  const documents = new Map<string, Buffer>();
  const layers = new Map<string, { visitor: V; walk: LayerWalk }>();
  const links = new Map<string, string>();
  const issues: Issue[] = [];
  let documentBytes = 0;
  // Layers are decompressed asynchronously; the outer archive waits for them before it goes on.
  let pending: Promise<void> = Promise.resolve();

  const keepDocument = (path: string, parts: Buffer[]) => {
    const bytes = Buffer.concat(parts);
    documentBytes += bytes.length;
    if (documentBytes <= maxDocumentBytes) documents.set(path, bytes);
  };
  const member = (entry: TarEntry): ContentSink | undefined => {
    if (entry.type === 'symlink') links.set(entry.path, posix.join(posix.dirname(entry.path), entry.linkTarget ?? ''));
    else if (entry.type === 'hardlink') links.set(entry.path, entry.linkTarget ?? '');
    if (entry.type !== 'file' || skip(entry.path)) return undefined;
    const parts: Buffer[] = [];
    let layer: { visitor: V; pushed: PushedLayer } | undefined;
    let started = false;
    return {
      write(bytes) {
        if (!started) {
          started = true;
          const document =
            bytes[0] === 0x7b || bytes[0] === 0x5b || /(^|\/)(VERSION|oci-layout|repositories)$/.test(entry.path);
          if (!document) {
            const own = visitor();
            layer = { visitor: own, pushed: new PushedLayer(own, { ...options, expected: {} }) };
          }
        }
        const copy = Buffer.from(bytes);
        if (layer) {
          const { pushed } = layer;
          pending = pending.then(() => pushed.push(copy)).catch((cause) => pushed.fail(cause));
        } else if (entry.size <= limits.manifestBytes) parts.push(copy);
      },
      end() {
        if (!layer) keepDocument(entry.path, parts);
        else {
          const { pushed, visitor: own } = layer;
          pending = pending.then(async () => void layers.set(entry.path, { visitor: own, walk: await pushed.end() }));
        }
      },
    };
  };
  const walker = new TarWalker({ entry: member, issue: (issue) => issues.push(issue) });
  try {
    for await (const chunk of chunks) {
      walker.push(chunk);
      await pending;
    }
  } catch (cause) {
    issues.push(errorIssue('engine/export-broke-off', 'the export of the image broke off', { cause }));
  }
  walker.finish();
  await pending;
  return { documents, layers, links, issues };
}
