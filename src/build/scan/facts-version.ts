declare const HOLDFAST_FACTS_VERSION: string | undefined;

/**
 * Stands for everything that decides what a layer says: every cataloger's id and version, and the secret rules'. The build computes it, so
 * that a scan whose layers are all cached does not load a single cataloger; from source it is computed here.
 */
export async function factsVersion(): Promise<string> {
  if (typeof HOLDFAST_FACTS_VERSION === 'string') return HOLDFAST_FACTS_VERSION;
  const [{ catalogers }, { secretRulesVersion }] = await Promise.all([
    import('#build/inventory/catalogers/index.ts'),
    import('#build/inventory/secrets/rules/index.ts'),
  ]);
  return factsVersionOf(catalogers, secretRulesVersion);
}

export function factsVersionOf(
  catalogers: readonly { readonly id: string; readonly version: number }[],
  secretRulesVersion: number,
): string {
  return [...catalogers.map(({ id, version }) => `${id}@${version}`), `secrets@${secretRulesVersion}`].join(' ');
}
