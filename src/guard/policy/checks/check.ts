import type { Evidence } from '#core/finding.ts';
import type { Severity } from '#core/severity.ts';
import type { Dockerfile, Instruction } from './dockerfile/parse-dockerfile.ts';
import type { ImageFacts } from './image-facts.ts';
import type { BuildStep } from './steps/build-step.ts';

export type CheckTarget = 'image' | 'dockerfile';

/** What content/checks/**\/ID.yaml says of a check; the code that decides is registered under the same id. */
export interface CheckMeta {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly targets: readonly CheckTarget[];
  readonly description: string;
  readonly remediation: string;
  /** `CIS Docker 4.1`, or a URL. */
  readonly references: readonly string[];
}

/** One violation. */
export interface Hit {
  /** What it is about, short and stable over rebuilds: a path, a URL, a variable, an option. Part of the fingerprint. */
  readonly subject?: string;
  readonly severity?: Severity;
  readonly evidence?: Evidence;
}

/** Looks at a whole image. */
export interface ImageCheck {
  readonly id: string;
  run(facts: ImageFacts): readonly Hit[];
}

/** Looks at one build step: a line of an image's history or an instruction of a Dockerfile. */
export interface StepCheck {
  readonly id: string;
  run(step: BuildStep): readonly Hit[];
}

/** Looks at a whole Dockerfile. */
export interface DockerfileCheck {
  readonly id: string;
  run(file: Dockerfile): readonly DockerfileHit[];
}

export interface DockerfileHit extends Hit {
  /** Where; the first line of the file where nothing stands for what is missing. */
  readonly instruction?: Instruction;
}
