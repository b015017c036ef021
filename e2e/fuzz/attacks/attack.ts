import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BigLayer, writeBigLayout } from './big-layout.ts';

/** Something made to hurt a scanner, scanned through the command line. */
export interface Attack {
  readonly id: string;
  /** Writes it below the folder, which is empty, and gives the target and any further arguments of `scan`. */
  build(folder: string): readonly string[];
  /** Codes that the report must hold. */
  readonly issues?: readonly string[];
  /** Whether the report may call itself complete; default: false where `issues` are asked for, else not looked at. */
  readonly complete?: boolean;
  /** The scan may also refuse: exit code 3 with this code in what it says. */
  readonly refused?: string;
}

/** An image in an OCI layout; layers are made when the attack is built. */
export function imageAttack(
  id: string,
  layers: () => readonly BigLayer[],
  rest: Omit<Attack, 'id' | 'build'> & { readonly config?: () => object } = {},
): Attack {
  const { config, ...expected } = rest;
  return {
    id,
    build(folder) {
      const path = join(folder, 'image');
      writeBigLayout(path, layers(), config?.());
      return [`oci:${path}`];
    },
    ...expected,
  };
}

/** A source tree of these files. */
export function sourceAttack(
  id: string,
  files: () => Readonly<Record<string, Buffer | string>>,
  rest: Omit<Attack, 'id' | 'build'> = {},
): Attack {
  return {
    id,
    build(folder) {
      for (const [path, content] of Object.entries(files())) {
        const full = join(folder, 'tree', path);
        mkdirSync(dirname(full), { recursive: true });
        writeFileSync(full, content);
      }
      return [`dir:${join(folder, 'tree')}`];
    },
    ...rest,
  };
}
