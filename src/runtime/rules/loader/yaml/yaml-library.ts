import * as yaml from 'yaml';

/** Loaded only for a file that needs it. By its own module, because a bundled `import('yaml')` of a CommonJS package has nothing but `default`. */
export { yaml };
