import type { Dockerfile, Instruction, Stage } from './parse-dockerfile.ts';

/** The stage that becomes the image, and those that it is built FROM, last first. */
export function finalLineage({ stages }: Dockerfile): Stage[] {
  const lineage: Stage[] = [];
  // Each is earlier than the one before, so this ends.
  for (
    let stage = stages.at(-1);
    stage;
    stage = stages.findLast((other) => other.index < stage!.index && other.name === stage!.base.toLowerCase())
  ) {
    lineage.push(stage);
  }
  return lineage;
}

/** The last instruction of this kind that the final image keeps, ONBUILD aside. */
export function lastInFinal(file: Dockerfile, keyword: string): Instruction | undefined {
  for (const { instructions } of finalLineage(file)) {
    const found = instructions.findLast((instruction) => instruction.keyword === keyword && !instruction.onbuild);
    if (found) return found;
  }
  return undefined;
}

/** Instructions of the stages that make the final image. */
export function finalInstructions(file: Dockerfile): Instruction[] {
  return finalLineage(file).flatMap(({ instructions }) => instructions);
}

export function ofKind(file: Dockerfile, ...keywords: string[]): Instruction[] {
  return file.instructions.filter(({ keyword }) => keywords.includes(keyword));
}
