import type { Finding } from '#core/finding.ts';
import type { OsInfo, Package } from '#core/package.ts';
import type { Hit } from './hits.ts';

/**
 * Findings that are true of the version and yet do not apply: they stay in the report as waived, so that nobody is asked to act and nothing
 * is hidden.
 */
export function notApplicable(pkg: Package, hits: readonly Hit[], os: OsInfo | undefined): Finding['waived'] {
  if (isKernelHeaders(pkg)) {
    return {
      by: 'holdfast',
      reason: 'the package holds headers of the kernel, not the kernel: the vulnerable code is not in it',
      status: 'not_affected',
    };
  }
  // An image with an os-release is a Linux image.
  const systems = hits.map((hit) => hit.affected.detail.os ?? ['linux']);
  if (os !== undefined && systems.every((names) => !names.includes('linux'))) {
    return {
      by: 'holdfast',
      reason: `the advisory is about ${[...new Set(systems.flat())].join(', ')} only`,
      status: 'not_affected',
    };
  }
  return undefined;
}

/** linux-libc-dev, linux-headers-…, kernel-headers, kernel-uapi-headers: sources of the kernel's interface. */
function isKernelHeaders(pkg: Package): boolean {
  if (pkg.type === 'deb')
    return /^linux(?:-[a-z0-9.+-]+)?$/.test(pkg.source?.name ?? '') && /^linux-(?:libc-dev|headers-)/.test(pkg.name);
  if (pkg.type === 'rpm') return /^kernel(?:-[a-z0-9]+)*-headers$/.test(pkg.name);
  return pkg.type === 'apk' && pkg.name === 'linux-headers';
}
