/** The purl types that catalogers emit; `generic` and `bitnami` for well-known binaries. */
export type PackageType =
  | 'deb'
  | 'rpm'
  | 'apk'
  | 'alpm'
  | 'npm'
  | 'pypi'
  | 'conda'
  | 'maven'
  | 'golang'
  | 'cargo'
  | 'gem'
  | 'composer'
  | 'nuget'
  | 'hex'
  | 'pub'
  | 'swift'
  | 'cocoapods'
  | 'conan'
  | 'cran'
  | 'julia'
  | 'hackage'
  | 'opam'
  | 'luarocks'
  | 'cpan'
  | 'bitnami'
  | 'github'
  | 'generic';

/** One installed (or locked) package, as the report's `packages[]` shows it. */
export interface Package {
  readonly type: PackageType;
  /** The ecosystem's full name: `@babel/traverse`, `org.apache.logging.log4j:log4j-core`, `symfony/http-kernel`, `golang.org/x/net`. PEP 503 form for Python. */
  readonly name: string;
  /** The ecosystem's own form. rpm: `[epoch:]version-release`. */
  readonly version: string;
  readonly purl: string;
  readonly arch?: string;
  /** The package that advisories name, for distributions: source package (deb, rpm) or origin (apk). Always set for deb, rpm, apk. */
  readonly source?: { readonly name: string; readonly version: string };
  /** rpm modularity label, `nodejs:16:9000020220519:…`. */
  readonly module?: string;
  /** SPDX expressions or, where they are none, the text as found. */
  readonly licenses?: readonly string[];
  /** Paths that prove it, sorted; nested archives as `outer.jar!/BOOT-INF/lib/inner.jar`. */
  readonly locations: readonly string[];
  /** Index of the layer in which this package at this version first appeared. */
  readonly layer?: number;
  /** purl of the OS package that owns the files. Set: not matched again. */
  readonly ownedBy?: string;
  /** Id of the cataloger that found it. */
  readonly cataloger: string;
  /** Only needed to build or test (lock files). */
  readonly dev?: boolean;
  /** Lock files and package databases: other packages' keys `name@version` that it needs. */
  readonly dependsOn?: readonly string[];
}

/** What is known of the operating system in the image. */
export interface OsInfo {
  /** os-release ID, lower case: `debian`, `alpine`, `almalinux`, `rhel`, `wolfi` … */
  readonly id: string;
  /** os-release VERSION_ID. '' for rolling distributions. */
  readonly versionId: string;
  readonly prettyName?: string;
  readonly codename?: string;
  readonly idLike?: readonly string[];
  /** Day on which the vendor's free security support ended or ends, `2026-06-30`, where known. */
  readonly endOfLife?: string;
}
