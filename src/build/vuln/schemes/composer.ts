import type { VersionScheme } from '../scheme.ts';
import { normaliseComposer } from './shared/composer-normal.ts';
import { satisfiesComposer } from './shared/composer-range.ts';
import { comparePhpVersions } from './shared/php-version.ts';
import type { Order } from './shared/text.ts';

/** As Composer compares: both in normal form (so `1.0` equals `1.0.0`), then PHP's version_compare. */
export const composer = {
  id: 'composer',
  describes: 'PHP Composer: composer/semver normal form, then version_compare; constraints with `^`, `~`, `*`, ` - `',
  isValid: (version) => normaliseComposer(version) !== undefined,
  compare,
  satisfies: (version, constraint) => satisfiesComposer(version, constraint, compare),
} satisfies VersionScheme;

function compare(a: string, b: string): Order {
  if (a === b) return 0;
  return comparePhpVersions(normal(a), normal(b));
}

function normal(version: string): string {
  const known = normaliseComposer(version);
  if (known !== undefined) return known;
  // PHP's own placeholder for "any number" counts as nothing.
  const plain = version.replace(/\.#/g, '').replace(/^v(?=\d)/i, '');
  return normaliseComposer(plain) ?? plain;
}
