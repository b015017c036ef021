import type { ImageCheck } from '../check.ts';
import { configFilesOf, type ImageFacts } from '../image-facts.ts';

export const runsAsRoot: ImageCheck = {
  id: 'runs-as-root',
  run(facts) {
    if (!facts.config) return [];
    const user = userOf(facts.config.user ?? '');
    if (!isRoot(user, facts)) return [];
    return [{ evidence: { where: 'config', name: 'USER' } }];
  },
};

/** `name`, `uid`, `name:group`, `uid:gid`. */
function userOf(text: string): string {
  return text.trim().split(':', 1)[0]!;
}

function isRoot(user: string, facts: ImageFacts): boolean {
  if (user === '' || user === 'root') return true;
  if (/^\d+$/.test(user)) return Number(user) === 0;
  const accounts = configFilesOf(facts, 'passwd').flatMap(({ data }) => data.accounts);
  return accounts.find(({ name }) => name === user)?.uid === 0;
}
