import { asArray, asObject, asString } from '#core/json.ts';
import type { Cataloger, FileFacts, FileInput } from '../../cataloger.ts';
import { isOwnFile, lockFacts, readLockJson } from '../../lock-file.ts';
import { packageFact } from '../../package-fact.ts';

/** renv's lock file for R, from CRAN, Bioconductor or a repository alike. */
export const cranRenvLock = {
  id: 'cran/renv-lock',
  version: 1,
  scopes: ['source'],
  describes: 'R packages by renv.lock',
  wants: (file) => isOwnFile(file, 'renv.lock'),
  read,
} satisfies Cataloger;

function read(file: FileInput): FileFacts {
  const lock = readLockJson(file, 'cran/bad-renv-lock');
  if (!lock.value) return lock.facts;
  const packages = Object.values(asObject(lock.value.Packages) ?? {}).map((one) => asObject(one) ?? {});
  const versions = new Map(packages.map(({ Package: name, Version: version }) => [name, asString(version) ?? '']));
  return lockFacts(
    packages.map(({ Package: name, Version: version, Requirements: needs }) =>
      packageFact({
        type: 'cran',
        name: asString(name) ?? '',
        version: asString(version) ?? '',
        dependsOn: asArray(needs).flatMap((need) => (versions.has(need) ? [`${need}@${versions.get(need)}`] : [])),
      }),
    ),
  );
}
