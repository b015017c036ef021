/** Finds the Java package that all classes of an archive share, from the names of their entries. */
export class PackageOfClasses {
  #folder: string | undefined;

  /** Takes note of one entry. Returns false, so that it can stand in a filter: classes themselves are not read. */
  see(entryName: string): false {
    if (this.#folder === '' || isOutsidePackages(entryName)) return false;
    const folder = entryName.slice(0, entryName.lastIndexOf('/') + 1);
    if (this.#folder === undefined) this.#folder = folder;
    else while (!folder.startsWith(this.#folder)) this.#folder = parent(this.#folder);
    return false;
  }

  /** `org.roaringbitmap`; undefined where there is none. */
  get shared(): string | undefined {
    return this.#folder ? this.#folder.slice(0, -1).replaceAll('/', '.') : undefined;
  }
}

function isOutsidePackages(name: string): boolean {
  return name.startsWith('META-INF/') || name.endsWith('module-info.class');
}

/** `a/b/` of `a/b/c/`. */
function parent(folder: string): string {
  return folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
}
