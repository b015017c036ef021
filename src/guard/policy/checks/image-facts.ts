import type { PasswdFacts, ShadowFacts } from '#build/inventory/catalogers/config/accounts.ts';
import type { SshdFacts } from '#build/inventory/catalogers/config/sshd.ts';
import type { SudoersFacts } from '#build/inventory/catalogers/config/sudoers.ts';
import type { ConfigSecret } from '#build/inventory/secrets/config.ts';
import type { FileTree } from '#core/file-tree.ts';
import type { ImageConfig, LayerInfo } from '#core/image.ts';
import type { OsInfo, Package } from '#core/package.ts';
import { type FileSurvey, surveyFiles } from './file-survey.ts';

/** What one configuration file says, from the `config/…` catalogers. */
export interface ConfigFile {
  /** Canonical path in the final tree. */
  readonly path: string;
  readonly layer: number;
  readonly data: PasswdFacts | ShadowFacts | SshdFacts | SudoersFacts;
}

/** All that is known of an image (or root file system) before it is judged. */
export interface ImageInput {
  /** Absent for a root file system without an image: checks of the configuration then say nothing. */
  readonly config?: ImageConfig;
  /** As the report names them. */
  readonly layers: readonly LayerInfo[];
  readonly tree: FileTree;
  readonly os?: OsInfo;
  readonly packages: readonly Package[];
  /** purl of an OS package → canonical paths it owns. */
  readonly owned: ReadonlyMap<string, readonly string[]>;
  readonly configFiles: readonly ConfigFile[];
  /** Result of `findConfigSecrets`. */
  readonly secrets: readonly ConfigSecret[];
  /** RFC 3339 day, `2026-11-22`, for end of life. */
  readonly today: string;
}

export interface ImageFacts extends ImageInput {
  /** One walk over the tree, shared by the checks of files. */
  readonly survey: FileSurvey;
  /** History index → index of the layer that the step made. */
  layerOfStep(step: number): number | undefined;
}

export function imageFacts(input: ImageInput): ImageFacts {
  const layerOf: (number | undefined)[] = [];
  let next = 0;
  for (const step of input.config?.history ?? []) layerOf.push(step.emptyLayer ? undefined : next++);
  // A history that does not add up (squashed, written by hand) places nothing.
  const adds = next === input.layers.length;
  let survey: FileSurvey | undefined;
  return {
    ...input,
    get survey() {
      survey ??= surveyFiles(input.tree);
      return survey;
    },
    layerOfStep: (step) => (adds ? layerOf[step] : undefined),
  };
}

/** Facts of one kind, in path order. */
export function configFilesOf<K extends ConfigFile['data']['kind']>(
  facts: Pick<ImageInput, 'configFiles'>,
  kind: K,
): { path: string; layer: number; data: Extract<ConfigFile['data'], { kind: K }> }[] {
  return facts.configFiles.flatMap(({ path, layer, data }) =>
    data.kind === kind ? [{ path, layer, data: data as Extract<ConfigFile['data'], { kind: K }> }] : [],
  );
}
