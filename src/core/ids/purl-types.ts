import type { PurlParts } from './purl.ts';

/** What one purl type asks for beyond the common rules (package-url/purl-spec, types/*-definition.json, 2026-08). */
export interface PurlTypeRules {
  readonly namespace?: 'required' | 'prohibited';
  /** Parts whose case does not count: they are written in lower case. */
  readonly lower?: readonly ('namespace' | 'name' | 'version' | 'subpath')[];
  readonly requiredQualifier?: string;
  /** Why the parts are no purl of this type; they are normalised already. */
  refuse?(parts: PurlParts): string | undefined;
  normalise?(parts: PurlParts): PurlParts;
}

const all = ['namespace', 'name'] as const;

/**
 * Sorted by type. For alpm, apk, deb, golang, rpm and luarocks the namespace is "required" or usual in the definitions, but real
 * purls come without one (`pkg:golang/stdlib`, packages of an unknown distribution), so it is not insisted on.
 */
export const purlTypes: Readonly<Record<string, PurlTypeRules>> = {
  alpm: { lower: all },
  apk: { lower: all },
  bazel: { namespace: 'prohibited' },
  bitbucket: { namespace: 'required', lower: all },
  bitnami: { namespace: 'prohibited', lower: ['name'] },
  brew: { lower: all },
  cargo: { namespace: 'prohibited' },
  'chrome-extension': {
    namespace: 'prohibited',
    lower: ['name'],
    refuse: ({ name, version = '0' }) =>
      /^[a-p]{32}$/.test(name) && /^\d+(?:\.\d+){0,3}$/.test(version)
        ? undefined
        : 'the name is 32 letters a–p, the version up to four numbers',
  },
  cocoapods: { namespace: 'prohibited' },
  composer: { namespace: 'required', lower: all },
  conda: { namespace: 'prohibited' },
  cpan: {
    refuse: ({ name }) =>
      name.includes('::') ? 'the name is a distribution, `URI-PackageURL`, not a module' : undefined,
    normalise: (parts) => (parts.namespace ? { ...parts, namespace: parts.namespace.toUpperCase() } : parts),
  },
  cran: { namespace: 'prohibited' },
  deb: { lower: all },
  gem: { namespace: 'prohibited' },
  git: { namespace: 'required', normalise: normaliseGit },
  github: { namespace: 'required', lower: all },
  hackage: { namespace: 'prohibited', normalise: (parts) => ({ ...parts, name: parts.name.replace(/_/g, '-') }) },
  hex: { lower: all },
  huggingface: { namespace: 'required', lower: ['version'] },
  julia: { namespace: 'prohibited', requiredQualifier: 'uuid' },
  luarocks: { lower: all },
  maven: { namespace: 'required' },
  mlflow: { namespace: 'prohibited', normalise: normaliseMlflow },
  nuget: { namespace: 'prohibited' },
  oci: { namespace: 'prohibited', lower: ['name', 'version'] },
  opam: { namespace: 'prohibited' },
  otp: { namespace: 'prohibited', lower: ['name', 'subpath'] },
  pub: {
    namespace: 'prohibited',
    lower: ['name'],
    normalise: (parts) => ({ ...parts, name: parts.name.replace(/[^a-z0-9_]/g, '_') }),
  },
  pypi: {
    namespace: 'prohibited',
    lower: ['name', 'version'],
    normalise: (parts) => ({ ...parts, name: parts.name.replace(/_/g, '-') }),
  },
  qpkg: { namespace: 'required', lower: ['namespace'] },
  rpm: { lower: ['namespace'] },
  swid: { requiredQualifier: 'tag_id' },
  swift: { namespace: 'required' },
  vcpkg: { namespace: 'prohibited' },
  'vscode-extension': { namespace: 'required', lower: ['namespace', 'name', 'version'] },
  yocto: { lower: ['namespace'] },
};

/** The namespace is the host, the name is the path on it; hosts known to fold case are written in lower case. */
function normaliseGit(parts: PurlParts): PurlParts {
  const path = `${parts.namespace ?? ''}/${parts.name}`.split('/').filter((segment) => segment !== '');
  const [host = '', ...rest] = path;
  const folds = /^(?:github|bitbucket)(?:\.com|\.org)?$/i.test(host);
  const name = rest.join('/');
  return { ...parts, namespace: folds ? host.toLowerCase() : host, name: folds ? name.toLowerCase() : name };
}

/** Databricks folds the case of model names, Azure ML does not. */
function normaliseMlflow(parts: PurlParts): PurlParts {
  const repository = parts.qualifiers?.repository_url ?? '';
  return /\bdatabricks\b|azuredatabricks/i.test(repository) ? { ...parts, name: parts.name.toLowerCase() } : parts;
}
