declare const HOLDFAST_VERSION: string | undefined;

/** From package.json; the build puts it in. */
export const version: string = typeof HOLDFAST_VERSION === 'string' ? HOLDFAST_VERSION : '0.0.0-source';
