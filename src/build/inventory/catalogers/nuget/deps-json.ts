import { asObject, asString, type JsonObject } from '#core/json.ts';
import { MiB } from '#core/limits.ts';
import type { Cataloger, FileFacts, FileInput, PackageFact } from '../../cataloger.ts';
import { readJsonObject } from '../../json.ts';
import { packageFact } from '../../package-fact.ts';

const maxBytes = 32 * MiB;

/**
 * What a published .NET application carries: `*.deps.json` (dotnet/runtime, docs/design/features/host-startup and "deps.json format").
 * NuGet packages and runtime packs are reported as NuGet packages; so is the shared runtime itself, whose own deps.json names
 * `Microsoft.NETCore.App.Runtime.<rid>`, the name that advisories use. The application's own projects come from no registry: they are
 * reported as generic packages, so that nobody's NuGet package of the same name is matched. Packages without any file in the application
 * (meta-packages, analysers) are left out.
 */
export const nugetDepsJson: Cataloger = {
  id: 'nuget/deps-json',
  version: 1,
  scopes: ['image'],
  describes: '.NET packages and runtime by *.deps.json',
  wants: ({ name }) => name.endsWith('.deps.json'),
  read,
};

function read(file: FileInput): FileFacts | undefined {
  const document = readJsonObject(file, 'nuget/bad-deps-json', maxBytes);
  if (!document.ok) return { issues: [document.issue] };
  const libraries = asObject(document.value.libraries);
  if (!libraries) return undefined;
  const target = targetOf(document.value);
  const packages = Object.entries(libraries).flatMap(([key, library]) => {
    return readLibrary(key, asObject(library) ?? {}, target) ?? [];
  });
  return { packages };
}

/** The parts of the target that the application runs on; empty where the file does not say. */
function targetOf(document: JsonObject): JsonObject {
  const runtime = document.runtimeTarget;
  const name = asString(asObject(runtime)?.name) ?? asString(runtime);
  return asObject(asObject(document.targets)?.[name ?? '']) ?? {};
}

function readLibrary(key: string, library: JsonObject, target: JsonObject): PackageFact | undefined {
  const slash = key.indexOf('/');
  if (slash <= 0) return undefined;
  const name = key.slice(0, slash);
  const version = key.slice(slash + 1);
  const placed = asObject(target[key]);
  switch (library.type) {
    case 'project':
      return packageFact({ type: 'generic', name, version });
    case 'runtimepack':
      return packageFact({ type: 'nuget', name: name.replace(/^runtimepack\./, ''), version });
    case 'package':
      if (placed && !hasFiles(placed)) return undefined;
      return packageFact({ type: 'nuget', name, version, dependsOn: dependencies(placed) });
    default:
      return undefined;
  }
}

function hasFiles(placed: JsonObject): boolean {
  return ['runtime', 'native', 'runtimeTargets', 'resources'].some(
    (kind) => Object.keys(asObject(placed[kind]) ?? {}).length > 0,
  );
}

function dependencies(placed: JsonObject | undefined): string[] {
  return Object.entries(asObject(placed?.dependencies) ?? {}).map(([name, version]) => `${name}@${String(version)}`);
}
