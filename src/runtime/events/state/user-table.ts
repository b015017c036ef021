import type { Group, User } from './host-state.ts';

/** Users and groups that are kept, of the host and of all containers together; each with more than 256 characters counts as several. */
export const maxUsers = 262_144;

/** Users and groups by container ('' for the host) and number. */
export class UserTable {
  readonly #users: Map<string, Map<number, User>> = new Map();
  readonly #groups: Map<string, Map<number, Group>> = new Map();
  #count = 0;
  dropped = 0;

  clear(): void {
    this.#users.clear();
    this.#groups.clear();
    this.#count = 0;
  }

  user(container: string, uid: number): User | undefined {
    return this.#users.get(container)?.get(uid);
  }

  group(container: string, gid: number): Group | undefined {
    return this.#groups.get(container)?.get(gid);
  }

  setUser(container: string, user: User): void {
    if (!isImported(user.name)) this.#set(this.#users, container, user.uid, user);
  }

  setGroup(container: string, group: Group): void {
    if (!isImported(group.name)) this.#set(this.#groups, container, group.gid, group);
  }

  deleteUser(container: string, uid: number): void {
    this.#delete(this.#users.get(container), uid);
  }

  deleteGroup(container: string, gid: number): void {
    this.#delete(this.#groups.get(container), gid);
  }

  #delete<T extends User | Group>(table: Map<number, T> | undefined, id: number): void {
    const known = table?.get(id);
    if (known === undefined) return;
    table!.delete(id);
    this.#count -= shareOf(known);
  }

  /** All, with the container they belong to. */
  *users(): IterableIterator<[string, User]> {
    for (const [container, users] of this.#users) for (const user of users.values()) yield [container, user];
  }

  *groups(): IterableIterator<[string, Group]> {
    for (const [container, groups] of this.#groups) for (const group of groups.values()) yield [container, group];
  }

  #set<T extends User | Group>(tables: Map<string, Map<number, T>>, container: string, id: number, value: T): void {
    let table = tables.get(container);
    this.#delete(table, id);
    const share = shareOf(value);
    if (this.#count + share > maxUsers) {
      this.dropped += 1;
      return;
    }
    this.#count += share;
    if (!table) {
      table = new Map();
      tables.set(container, table);
    }
    table.set(id, value);
  }
}

function shareOf(value: User | Group): number {
  const { home = '', shell = '' } = value as Partial<User>;
  return 1 + ((value.name.length + home.length + shell.length) >>> 8);
}

/** Lines of /etc/passwd that import from elsewhere (NIS): `+name`, `-name`. */
function isImported(name: string): boolean {
  return name.startsWith('+') || name.startsWith('-');
}
