import type { Cataloger } from '../cataloger.ts';
import { alpmLocalDb } from './alpm/local-db.ts';
import { apkInstalled } from './apk/installed.ts';
import { binaryClassifiers } from './binary/classifiers.ts';
import { bitnamiComponents } from './bitnami/components.ts';
import { cargoAuditable } from './cargo/auditable.ts';
import { cargoCargoLock } from './cargo/cargo-lock.ts';
import { cocoapodsPodfileLock } from './cocoapods/podfile-lock.ts';
import { composerComposerLock } from './composer/composer-lock.ts';
import { composerInstalled } from './composer/installed.ts';
import { conanConanLock } from './conan/conan-lock.ts';
import { conanConanfile } from './conan/conanfile.ts';
import { conanConaninfo } from './conan/conaninfo.ts';
import { condaEnvironment } from './conda/environment.ts';
import { configAccounts } from './config/accounts.ts';
import { configSshd } from './config/sshd.ts';
import { configSudoers } from './config/sudoers.ts';
import { cranInstalled } from './cran/installed.ts';
import { cranRenvLock } from './cran/renv-lock.ts';
import { dpkgStatus } from './dpkg/status.ts';
import { gemGemfileLock } from './gem/gemfile-lock.ts';
import { gemInstalled } from './gem/installed.ts';
import { githubActions } from './github/actions.ts';
import { golangBinary } from './golang/binary.ts';
import { golangGoMod } from './golang/go-mod.ts';
import { golangVendorModules } from './golang/vendor-modules.ts';
import { hackageCabalFreeze } from './hackage/cabal-freeze.ts';
import { hackageStack } from './hackage/stack.ts';
import { hexGleamManifest } from './hex/gleam-manifest.ts';
import { hexMixLock } from './hex/mix-lock.ts';
import { hexRebarLock } from './hex/rebar-lock.ts';
import { javaArchive } from './java/archive.ts';
import { javaGradleLockfile } from './java/gradle-lockfile.ts';
import { javaGradleVerificationMetadata } from './java/gradle-verification-metadata.ts';
import { javaGradleVersionCatalog } from './java/gradle-version-catalog.ts';
import { javaPomXml } from './java/pom-xml.ts';
import { javaSbtLock } from './java/sbt-lock.ts';
import { juliaManifest } from './julia/manifest.ts';
import { luaRockspec } from './lua/rockspec.ts';
import { manifestUnlocked } from './manifest/unlocked.ts';
import { npmBunLock } from './npm/bun-lock.ts';
import { npmDenoLock } from './npm/deno-lock.ts';
import { npmInstalled } from './npm/installed.ts';
import { npmPackageLock } from './npm/package-lock.ts';
import { npmPnpmLock } from './npm/pnpm-lock.ts';
import { npmVsix } from './npm/vsix.ts';
import { npmYarnLock } from './npm/yarn-lock.ts';
import { nugetDepsJson } from './nuget/deps-json.ts';
import { nugetPackagesConfig } from './nuget/packages-config.ts';
import { nugetPackagesLock } from './nuget/packages-lock.ts';
import { nugetPackagesProps } from './nuget/packages-props.ts';
import { nugetPaketLock } from './nuget/paket-lock.ts';
import { nugetProjectAssets } from './nuget/project-assets.ts';
import { nugetProjectFile } from './nuget/project-file.ts';
import { osRelease } from './os/release.ts';
import { pubPubspecLock } from './pub/pubspec-lock.ts';
import { condaMeta } from './python/conda.ts';
import { pythonInstalled } from './python/installed.ts';
import { pythonPdmLock } from './python/pdm-lock.ts';
import { pythonPipfileLock } from './python/pipfile-lock.ts';
import { pythonPoetryLock } from './python/poetry-lock.ts';
import { pythonPylock } from './python/pylock.ts';
import { pythonRequirements } from './python/requirements.ts';
import { pythonUvLock } from './python/uv-lock.ts';
import { rpmDatabase } from './rpm/database.ts';
import { swiftPackageResolved } from './swift/package-resolved.ts';

/** Every cataloger, sorted by id. The convention test walks this folder. */
export const catalogers: readonly Cataloger[] = [
  alpmLocalDb,
  apkInstalled,
  binaryClassifiers,
  bitnamiComponents,
  cargoAuditable,
  cargoCargoLock,
  cocoapodsPodfileLock,
  composerComposerLock,
  composerInstalled,
  conanConanLock,
  conanConanfile,
  conanConaninfo,
  condaEnvironment,
  configAccounts,
  configSshd,
  configSudoers,
  cranInstalled,
  cranRenvLock,
  dpkgStatus,
  gemGemfileLock,
  gemInstalled,
  githubActions,
  golangBinary,
  golangGoMod,
  golangVendorModules,
  hackageCabalFreeze,
  hackageStack,
  hexGleamManifest,
  hexMixLock,
  hexRebarLock,
  javaArchive,
  javaGradleLockfile,
  javaGradleVerificationMetadata,
  javaGradleVersionCatalog,
  javaPomXml,
  javaSbtLock,
  juliaManifest,
  luaRockspec,
  manifestUnlocked,
  npmBunLock,
  npmDenoLock,
  npmInstalled,
  npmPackageLock,
  npmPnpmLock,
  npmVsix,
  npmYarnLock,
  nugetDepsJson,
  nugetPackagesConfig,
  nugetPackagesLock,
  nugetPackagesProps,
  nugetPaketLock,
  nugetProjectAssets,
  nugetProjectFile,
  osRelease,
  pubPubspecLock,
  condaMeta,
  pythonInstalled,
  pythonPdmLock,
  pythonPipfileLock,
  pythonPoetryLock,
  pythonPylock,
  pythonRequirements,
  pythonUvLock,
  rpmDatabase,
  swiftPackageResolved,
];
