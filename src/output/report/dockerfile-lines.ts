import { parseHistoryStep } from '#build/inventory/history-step.ts';
import type { HistoryStep } from '#core/image.ts';
import { KiB } from '#core/limits.ts';
import { type Instruction, parseDockerfile } from '#guard/policy/checks/dockerfile/parse-dockerfile.ts';
import { finalLineage } from '#guard/policy/checks/dockerfile/stages.ts';

const dockerfileLimits = {
  /** Longer files are not looked into: findings then keep their place inside the image. */
  bytes: 512 * KiB,
  /** Instructions and steps that are aligned with one another; the work is their product. */
  steps: 1_000,
} as const;

/** Lines of a Dockerfile, counted from 1. */
export interface LineRange {
  readonly line: number;
  readonly endLine: number;
}

export interface DockerfileLines {
  /** The instruction that made a layer; the FROM line for layers of the base image. Undefined where history does not say. */
  ofLayer(layer: number): LineRange | undefined;
  /** The last instruction of a kind in the final stage: `USER`, `HEALTHCHECK`; else the final FROM. */
  ofKeyword(keyword: string): LineRange | undefined;
}

/**
 * Which line of the Dockerfile made which layer. The instructions of the final stage, with the stages that it builds on, are
 * aligned with the image's history: both are in order, and history has the base image's steps before them.
 */
export function dockerfileLines(text: string, history: readonly HistoryStep[]): DockerfileLines {
  const instructions = text.length > dockerfileLimits.bytes ? [] : finalStage(text);
  const from = instructions.find(({ keyword }) => keyword === 'FROM');
  const lineOfStep = align(
    instructions.filter(({ keyword }) => keyword !== 'FROM'),
    history,
  );
  const stepOfLayer = history.flatMap((step, index) => (step.emptyLayer ? [] : [index]));
  const firstMatch = Math.min(...lineOfStep.keys());
  return {
    ofLayer(layer) {
      const step = stepOfLayer[layer];
      if (step === undefined) return undefined;
      return lineOfStep.get(step) ?? (step < firstMatch && lineOfStep.size > 0 ? from?.range : undefined);
    },
    ofKeyword: (keyword) => instructions.findLast((each) => each.keyword === keyword)?.range ?? from?.range,
  };
}

interface Step {
  readonly keyword: string;
  readonly words: readonly string[];
}

interface Written extends Step {
  readonly range: LineRange;
}

/** FROM of the final chain and its instructions, oldest first: a stage built `FROM` an earlier stage follows that stage. */
function finalStage(text: string): Written[] {
  const [first, ...others] = finalLineage(parseDockerfile(text, '')).reverse();
  if (!first) return [];
  return [first.from, ...first.instructions, ...others.flatMap(({ instructions }) => instructions)]
    .slice(0, dockerfileLimits.steps)
    .map(written);
}

function written({ keyword, text, onbuild, line, endLine }: Instruction): Written {
  // ONBUILD leaves a step of its own in history, with the instruction behind it as its text.
  const words = wordsOf(text);
  return {
    keyword: onbuild ? 'ONBUILD' : keyword,
    words: onbuild ? [keyword, ...words] : words,
    range: { line, endLine },
  };
}

/** History index → lines, by the alignment of highest total likeness that keeps both orders. */
function align(instructions: readonly Written[], history: readonly HistoryStep[]): Map<number, LineRange> {
  const offset = Math.max(0, history.length - dockerfileLimits.steps);
  const steps = history.slice(offset).map(({ createdBy }): Step => {
    const { keyword, text } = parseHistoryStep(createdBy);
    return { keyword, words: wordsOf(text) };
  });
  const rows = instructions.length;
  const columns = steps.length;
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  const likeness = instructions.map((instruction) => steps.map((step) => likenessOf(instruction, step)));
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const value = likeness[row - 1]?.[column - 1] as number;
      const pair = value === 0 ? 0 : value + (best[row - 1]?.[column - 1] as number);
      (best[row] as Float64Array)[column] = Math.max(
        pair,
        best[row - 1]?.[column] as number,
        best[row]?.[column - 1] as number,
      );
    }
  }
  const lines = new Map<number, LineRange>();
  let row = rows;
  let column = columns;
  while (row > 0 && column > 0) {
    const value = likeness[row - 1]?.[column - 1] as number;
    const here = best[row]?.[column] as number;
    if (value > 0 && here === value + (best[row - 1]?.[column - 1] as number)) {
      lines.set(offset + column - 1, (instructions[row - 1] as Written).range);
      row--;
      column--;
    } else if (here === best[row - 1]?.[column]) row--;
    else column--;
  }
  return lines;
}

/** 0: cannot be the same. Else up to 2, by the share of words that agree; a word with a variable agrees with any. */
function likenessOf(instruction: Step, step: Step): number {
  if (instruction.keyword !== step.keyword) return 0;
  const words = new Set(step.words);
  const wanted = instruction.words.filter((word) => !word.startsWith('--'));
  const agreeing = wanted.filter((word) => word.includes('$') || words.has(word)).length;
  const share = wanted.length === 0 ? 1 : agreeing / wanted.length;
  // History of the classic builder names a COPY's source by its hash: the destination alone must do.
  const sameEnd = wanted.at(-1) !== undefined && wanted.at(-1) === step.words.at(-1);
  if (instruction.keyword === 'COPY' || instruction.keyword === 'ADD') return sameEnd || share >= 0.5 ? 1 + share : 0;
  if (instruction.keyword === 'RUN') return share >= 0.6 ? 1 + share : 0;
  return share >= 0.5 ? 1 + share : 0.1;
}

function wordsOf(content: string): string[] {
  return content.split(/[\s,[\]{}"'=]+/).filter((word) => word !== '' && word !== '\\');
}
