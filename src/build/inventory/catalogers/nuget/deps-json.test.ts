import { describe, expect, it } from 'vitest';
import { readOne } from '../../../../testing/run-catalogers.ts';
import { nugetDepsJson } from './deps-json.ts';

const read = (document: unknown) => readOne(nugetDepsJson, 'app/App.deps.json', JSON.stringify(document))?.packages;
const target = '.NETCoreApp,Version=v6.0';

describe('nuget/deps-json', () => {
  it('reads packages, and the own projects as what they are', () => {
    const libraries = {
      'App/1.0.0': { type: 'project' },
      'Newtonsoft.Json/12.0.3': { type: 'package' },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/6.0.36': { type: 'runtimepack' },
      'Assembly/1.0.0.0': { type: 'reference' },
      noversion: { type: 'package' },
      'FourPart/3.7.10.6': { type: 'package' },
    };
    expect(read({ runtimeTarget: { name: target }, libraries })?.map(({ purl }) => purl)).toEqual([
      'pkg:generic/App@1.0.0',
      'pkg:nuget/Newtonsoft.Json@12.0.3',
      'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@6.0.36',
      'pkg:nuget/FourPart@3.7.10.6',
    ]);
  });

  it('leaves out packages that have no file in the application, and tells what needs what', () => {
    const document = {
      runtimeTarget: { name: target, signature: '' },
      targets: {
        [target]: {
          'NETStandard.Library/2.0.3': {},
          'Analyzer/1.0.0': { runtime: {} },
          'Dapper/2.0.0': { dependencies: { Npgsql: '6.0.0' }, runtime: { 'lib/Dapper.dll': {} } },
          'Npgsql/6.0.0': { native: { 'libnative.so': {} } },
        },
      },
      libraries: Object.fromEntries(
        ['NETStandard.Library/2.0.3', 'Analyzer/1.0.0', 'Dapper/2.0.0', 'Npgsql/6.0.0'].map((key) => [
          key,
          { type: 'package' },
        ]),
      ),
    };
    expect(read(document)).toMatchObject([
      { name: 'Dapper', dependsOn: ['Npgsql@6.0.0'] },
      { name: 'Npgsql', version: '6.0.0' },
    ]);
  });

  it('reads the shared runtime by its own file', () => {
    const path = 'usr/share/dotnet/shared/Microsoft.NETCore.App/6.0.36/Microsoft.NETCore.App.deps.json';
    const text = JSON.stringify({
      libraries: { 'Microsoft.NETCore.App.Runtime.linux-x64/6.0.36': { type: 'package' } },
    });
    expect(readOne(nugetDepsJson, path, text)?.packages).toMatchObject([
      { name: 'Microsoft.NETCore.App.Runtime.linux-x64', version: '6.0.36' },
    ]);
  });

  it('answers nothing or an issue for what is none', () => {
    expect(readOne(nugetDepsJson, 'x.deps.json', '[]')).toBeUndefined();
    expect(readOne(nugetDepsJson, 'x.deps.json', '{"libraries": [1]}')).toBeUndefined();
    expect(readOne(nugetDepsJson, 'x.deps.json', '{')).toMatchObject({ issues: [{ code: 'nuget/bad-deps-json' }] });
  });
});
