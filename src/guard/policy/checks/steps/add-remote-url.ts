import type { StepCheck } from '../check.ts';

/** A download whose content nobody has pinned; `--checksum` pins it. */
export const addRemoteUrl: StepCheck = {
  id: 'add-remote-url',
  run({ keyword, text, flags }) {
    if (keyword !== 'ADD' || flags.some(({ name }) => name === 'checksum') || text.includes('--checksum=')) return [];
    const urls = text.match(/\b(?:https?|ftp):\/\/[^\s"',\]]{1,2000}/g) ?? [];
    return urls.map((url) => ({ subject: withoutCredentials(url) }));
  },
};

export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]{2,10}:\/\/)[^@/]{0,500}@/i, '$1');
}
