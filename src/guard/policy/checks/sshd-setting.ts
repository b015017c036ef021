import { compareText } from '#core/order.ts';
import type { Hit } from './check.ts';
import { configFilesOf, type ImageInput } from './image-facts.ts';

/**
 * The value of a setting that the SSH server will use: the first that it reads wins (sshd_config(5)). Files of `sshd_config.d` are read
 * where the main file includes them, which distributions do at its top.
 */
function sshdSetting(
  facts: Pick<ImageInput, 'configFiles'>,
  key: string,
): { value: string; path: string; line: number; layer: number } | undefined {
  const files = configFilesOf(facts, 'sshd').sort((a, b) => compareText(a.path, b.path));
  const main =
    files.find(({ path }) => path === 'etc/ssh/sshd_config') ?? files.find(({ path }) => path.endsWith('/sshd_config'));
  const dropIns = files.filter(({ path }) => path.includes('/sshd_config.d/'));
  if (!main) return undefined;
  for (const setting of main.data.settings) {
    if (setting.key === 'include' && setting.value.includes('sshd_config.d')) {
      for (const { path, layer, data } of dropIns) {
        const found = data.settings.find((other) => other.key === key);
        if (found) return { ...found, path, layer };
      }
    }
    if (setting.key === key) return { ...setting, path: main.path, layer: main.layer };
  }
  return undefined;
}

export function sshdHits(facts: Pick<ImageInput, 'configFiles'>, key: string, bad: string): Hit[] {
  const setting = sshdSetting(facts, key);
  if (setting?.value.toLowerCase() !== bad) return [];
  return [{ evidence: { file: setting.path, line: setting.line, layer: setting.layer } }];
}
