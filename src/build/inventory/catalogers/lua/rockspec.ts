import { KiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { licenseNames, packageFact } from '../../package-fact.ts';

const maxBytes = 512 * KiB;

/** LuaRocks modules: `<tree>/lib/luarocks/rocks-5.x/<name>/<version>/<name>-<version>.rockspec` (a Lua program, which is not run). */
export const luaRockspec: Cataloger = {
  id: 'lua/rockspec',
  version: 1,
  scopes: ['image'],
  describes: 'LuaRocks modules by their rockspec',
  wants: ({ name }) => name.endsWith('.rockspec'),
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const text = file.source.read(0, maxBytes).toString('utf8');
  const name = assigned(text, 'package');
  const version = assigned(text, 'version');
  if (!name || !version) return undefined;
  const fact = packageFact({ type: 'luarocks', name, version, licenses: licenseNames([assigned(text, 'license')]) });
  return fact && { packages: [fact] };
}

/** `key = "text"` at the start of a line, one level of indentation at most. */
function assigned(text: string, key: string): string | undefined {
  const match = new RegExp(
    `^[ \\t]{0,8}${key}[ \\t]{0,8}=[ \\t]{0,8}(?:"([^"\\n]{1,200})"|'([^'\\n]{1,200})')`,
    'm',
  ).exec(text);
  return match?.[1] ?? match?.[2];
}
