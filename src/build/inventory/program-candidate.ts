import type { FileHeader } from './cataloger.ts';

/**
 * Whether a program may be inside, by name, mode and size alone. Shared libraries are left out: images of numeric Python carry gigabytes of
 * them, and neither Go nor Rust puts build information there as a rule.
 */
export function mayBeProgram({ name, mode, size }: FileHeader): boolean {
  if (size < smallestProgramBytes) return false;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot + 1) : '';
  if (programExtensions.has(extension)) return true;
  if ((mode & 0o111) === 0) return extension === '' && size >= smallestPlainBytes && !name.startsWith('.');
  return !otherExtensions.has(extension) && !name.includes('.so.');
}

/** Below this no Go or Rust program with a useful dependency list exists; scripts and small tools are left alone. */
const smallestProgramBytes = 48 * 1024;
/** A file without execute permission and without an extension is looked at from this size on. */
const smallestPlainBytes = 256 * 1024;

const programExtensions = new Set(['exe', 'EXE', 'elf', 'macho']);

/** What is often marked executable without being a program. */
const otherExtensions = new Set(
  `a c cc cfg conf cpp css csv db dat dll gz h hpp html ipynb jar js json jsonl lua map md mjs node o p pdf pl pm png py pyc pyd pyi
   rb rs sh so sql svg tar tcl tgz ts ttf txt war wasm whl xml xz yaml yml zip zst`.split(/\s+/),
);
