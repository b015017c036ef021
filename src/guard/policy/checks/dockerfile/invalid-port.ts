import type { DockerfileCheck } from '../check.ts';
import { portsOf } from '../ports.ts';
import { ofKind } from './stages.ts';

export const invalidPort: DockerfileCheck = {
  id: 'invalid-port',
  run: (file) =>
    ofKind(file, 'EXPOSE').flatMap((instruction) =>
      instruction.text
        .split(/\s+/)
        .filter((word) => word !== '' && !word.includes('$') && isInvalid(word))
        .map((word) => ({ instruction, subject: word.slice(0, 60) })),
    ),
};

function isInvalid(word: string): boolean {
  const range = portsOf(word);
  return (
    range === undefined ||
    range.from < 1 ||
    range.to > 65_535 ||
    range.from > range.to ||
    !['tcp', 'udp', 'sctp'].includes(range.protocol)
  );
}
