import type { Finding } from '#core/finding.ts';
import { compareText } from '#core/order.ts';
import type { DockerfileHit } from './check.ts';
import { dockerfileChecks } from './dockerfile/index.ts';
import { parseDockerfile } from './dockerfile/parse-dockerfile.ts';
import { metaOf } from './meta.ts';
import { stepChecks } from './steps/index.ts';
import { toFinding } from './to-finding.ts';

/** What is wrong with a Dockerfile, each with the lines of its instruction; in line order. Pure; never throws. */
export function checkDockerfile(text: string, path: string): Finding[] {
  const file = parseDockerfile(text, path);
  if (file.instructions.length === 0) return [];
  const found: Finding[] = [];
  const repeats = new Map<string, number>();
  const add = (id: string, hit: DockerfileHit) => {
    const key = `${id}\n${hit.subject ?? ''}`;
    const repeat = (repeats.get(key) ?? 0) + 1;
    repeats.set(key, repeat);
    const location = `${path}\n${hit.subject ?? ''}${repeat === 1 ? '' : `\n${repeat}`}`;
    const { line, endLine } = hit.instruction ?? { line: 1, endLine: 1 };
    const name = hit.evidence?.name ?? hit.subject;
    const evidence = {
      file: path,
      line,
      endLine,
      where: 'dockerfile' as const,
      ...(name === undefined ? {} : { name }),
    };
    found.push(
      toFinding(
        metaOf(id),
        hit,
        { ...evidence, ...(hit.evidence?.redacted ? { redacted: hit.evidence.redacted } : {}) },
        location,
      ),
    );
  };
  for (const { id, run } of dockerfileChecks) for (const hit of run(file)) add(id, hit);
  for (const instruction of file.instructions) {
    for (const { id, run } of stepChecks) for (const hit of run(instruction)) add(id, { ...hit, instruction });
  }
  return found.sort((a, b) => (a.evidence.line ?? 0) - (b.evidence.line ?? 0) || compareText(a.id, b.id));
}
