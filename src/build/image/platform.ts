import type { Platform } from '#core/image.ts';
import { errorIssue, failed, type Outcome, ok, quote } from '#core/outcome.ts';

/** `linux/amd64`, `linux/arm/v7`; a bare architecture means linux. */
export function parsePlatform(text: string): Outcome<Platform> {
  const parts = text.split('/');
  if (parts.length > 3 || parts.some((part) => !/^[\w.-]+$/.test(part))) {
    return failed(
      errorIssue('platform/invalid', `${quote(text)} is not a platform`, {
        hint: 'expected os/architecture[/variant], for example linux/arm64',
      }),
    );
  }
  const [os, architecture, variant] = parts.length === 1 ? ['linux', parts[0]!] : (parts as [string, string, string?]);
  return ok(normalise({ os, architecture, ...(variant ? { variant } : {}) }));
}

export function formatPlatform(platform: Platform): string {
  return [platform.os, platform.architecture, ...(platform.variant ? [platform.variant] : [])].join('/');
}

/** The machine that runs this, as a Linux platform: what `docker pull` would choose. */
export function hostPlatform(arch: string = process.arch): Platform {
  return normalise({ os: 'linux', architecture: arch });
}

/** Does an image for `offered` serve somebody who asked for `wanted`? arm64 without a variant is v8; who asked for no variant takes any. */
export function platformMatches(offered: Platform, wanted: Platform): boolean {
  const a = normalise(offered);
  const b = normalise(wanted);
  return a.os === b.os && a.architecture === b.architecture && (b.variant === undefined || a.variant === b.variant);
}

const names: ReadonlyMap<string, string> = new Map(
  Object.entries({
    x64: 'amd64',
    x86_64: 'amd64',
    aarch64: 'arm64',
    ia32: '386',
    i386: '386',
    x86: '386',
    armhf: 'arm',
    armel: 'arm',
  }),
);

function normalise(platform: Platform): Platform {
  const architecture = names.get(platform.architecture) ?? platform.architecture;
  const variant = architecture === 'arm64' && platform.variant === 'v8' ? undefined : platform.variant;
  return { os: platform.os, architecture, ...(variant ? { variant } : {}) };
}
