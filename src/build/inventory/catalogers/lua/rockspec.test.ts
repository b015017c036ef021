import { expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { luaRockspec } from './rockspec.ts';

it('reads a rockspec', () => {
  const text = `package = "kong"\nversion = '3.7.0-0'\nrockspec_format = "3.0"\ndescription = {\n  license = "Apache 2.0"\n}\n`;
  expect(readOne(luaRockspec, 'usr/lib/luarocks/rocks-5.1/kong/3.7.0-0/kong-3.7.0-0.rockspec', text)?.packages).toEqual(
    [
      {
        type: 'luarocks',
        name: 'kong',
        version: '3.7.0-0',
        purl: 'pkg:luarocks/kong@3.7.0-0',
        licenses: ['Apache 2.0'],
      },
    ],
  );
});

it.each(['', 'package = name', 'version = "1"', '-- package = "a"'])('%j is none', (text) => {
  expect(readOne(luaRockspec, 'a.rockspec', text)).toBeUndefined();
});
