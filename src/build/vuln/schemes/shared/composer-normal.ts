const modifier = '[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\\d+)*)?)?([.-]?dev)?';
const classical = new RegExp(`^v?(\\d{1,5})(\\.\\d+)?(\\.\\d+)?(\\.\\d+)?${modifier}$`, 'i');
const byDate = new RegExp(`^v?(\\d{4}(?:[.:-]?\\d{2}){1,6}(?:[.:-]?\\d{1,3})?)${modifier}$`, 'i');
const branch = /^v?(\d+)(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?[.-]?dev$/i;

/** Characters. */
const maxLength = 256;

/**
 * Composer's normal form: four numbers and a spelled-out stability (`v1.2b3` → `1.2.0.0-beta3`), `dev-name` for branches.
 * Undefined for text that Composer refuses.
 */
export function normaliseComposer(version: string): string | undefined {
  if (version.length > maxLength) return undefined;
  let text = version.trim().replace(/@(?:stable|RC|beta|alpha|dev)$/i, '');
  if (text === 'master' || text === 'trunk' || text === 'default') return `dev-${text}`;
  if (/^dev-/i.test(text)) return `dev-${text.slice(4)}`;
  text = text.replace(/^([^,\s+]+)\+\S+$/, '$1');
  const numbers = classical.exec(text);
  if (numbers) {
    const [, major, minor = '.0', patch = '.0', build = '.0'] = numbers;
    return `${major}${minor}${patch}${build}${stability(numbers[5], numbers[6], numbers[7])}`;
  }
  const date = byDate.exec(text);
  if (date) return `${date[1]?.replace(/\D/g, '.')}${stability(date[2], date[3], date[4])}`;
  const onBranch = branch.exec(text);
  if (!onBranch) return undefined;
  const parts = [onBranch[1], onBranch[2], onBranch[3], onBranch[4]].map((part) => part?.replace(/^\./, '') ?? 'x');
  return `${parts.map((part) => (/\d/.test(part) ? part : '9999999')).join('.')}-dev`;
}

function stability(word = '', number = '', dev = ''): string {
  const lower = word.toLowerCase();
  if (lower === 'stable') return '';
  const long = { a: 'alpha', b: 'beta', p: 'patch', pl: 'patch', rc: 'RC' }[lower] ?? lower;
  const stage = long === '' ? '' : `-${long}${number.replace(/^[.-]/, '')}`;
  return `${stage}${dev === '' ? '' : '-dev'}`;
}
