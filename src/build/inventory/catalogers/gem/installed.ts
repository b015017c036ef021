import { MiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileHeader, FileInput } from '../../cataloger.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';
import { parseGemspec } from './gemspec.ts';

const maxBytes = 1 * MiB;

/**
 * Installed Ruby gems: `specifications/*.gemspec` of a gem home, `specifications/default/` of Ruby itself, Bundler's vendor/bundle (which is
 * a gem home) and its git checkouts (`bundler/gems/NAME-SHA/NAME.gemspec`). The gemspec inside a gem's own folder only repeats it.
 */
export const gemInstalled: Cataloger = {
  id: 'gem/installed',
  version: 1,
  scopes: ['image'],
  describes: 'Ruby gems by their gemspec',
  wants: (file) => file.name.endsWith('.gemspec') && isInstalled(file),
  read,
};

function isInstalled({ path, name }: FileHeader): boolean {
  const folders = path.slice(0, path.length - name.length);
  if (folders.endsWith('specifications/') || folders.endsWith('specifications/default/')) return true;
  const checkout = folders.lastIndexOf('bundler/gems/');
  return checkout >= 0 && folders.indexOf('/', checkout + 'bundler/gems/'.length) === folders.length - 1;
}

function read(file: FileInput): FileFacts | undefined {
  const gem = parseGemspec(file.text(maxBytes));
  if (!gem) return undefined;
  const fact = packageFact({
    type: 'gem',
    name: gem.name,
    version: gem.version,
    qualifiers: gem.platform && gem.platform !== 'ruby' ? { platform: gem.platform } : undefined,
    licenses: licenseNames(gem.licenses),
  });
  return fact && { packages: [fact] };
}
