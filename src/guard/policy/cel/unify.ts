import { dynType, nullType, sameType, type Type } from './types.ts';

/**
 * Substitutions of type parameters, found while arguments are matched to overloads. The rules are those of cel-go's checker: `dyn` agrees with
 * everything, null with opaque types, timestamps and durations.
 */
export class Substitution {
  #bound = new Map<string, Type>();
  #fresh = 0;

  freshVariable(): Type {
    this.#fresh += 1;
    return { kind: 'parameter', name: `%${this.#fresh}`, params: [] };
  }

  /** Can values of `from` be used where `to` is wanted? Bindings that this takes are kept only where all agree. */
  assignAll(from: readonly Type[], to: readonly Type[]): boolean {
    if (from.length !== to.length) return false;
    const before = new Map(this.#bound);
    if (from.every((type, index) => this.#assign(type, to[index] as Type))) return true;
    this.#bound = before;
    return false;
  }

  assign(from: Type, to: Type): boolean {
    return this.assignAll([from], [to]);
  }

  /** The type with its parameters replaced by what is known of them. `final`: unknown ones become dyn. */
  apply(type: Type, final = false): Type {
    if (type.kind === 'parameter') {
      const bound = this.#bound.get(type.name);
      if (bound) return this.apply(bound, final);
      return final ? dynType : type;
    }
    if (type.params.length === 0) return type;
    return { ...type, params: type.params.map((param) => this.apply(param, final)) };
  }

  #assign(from: Type, to: Type): boolean {
    if (to.kind === 'parameter') {
      const { valid, known } = this.#bind(from, to);
      if (valid) return true;
      if (known) return false;
    }
    if (from.kind === 'parameter') return this.#bind(to, from).valid;
    if (from.kind === 'dyn' || to.kind === 'dyn') return true;
    if (from.name === nullType.name) return isNullable(to);
    if (to.name === nullType.name) return isNullable(from);
    if (from.name !== to.name) return false;
    // Types of types agree whatever they are types of.
    if (from.name === 'type') return true;
    return from.params.every((param, index) => this.#assign(param, to.params[index] as Type));
  }

  #bind(value: Type, variable: Type): { valid: boolean; known: boolean } {
    if (sameType(value, variable)) return { valid: true, known: true };
    const bound = this.#bound.get(variable.name);
    if (!bound) {
      if (this.#occurs(variable, value)) return { valid: false, known: false };
      this.#bound.set(variable.name, value);
      return { valid: true, known: false };
    }
    if (sameType(value, bound)) return { valid: true, known: true };
    if (!this.#assign(value, bound)) return { valid: false, known: true };
    const general = isLessSpecific(value, bound) ? value : bound;
    if (!this.#occurs(variable, general)) this.#bound.set(variable.name, general);
    return { valid: true, known: true };
  }

  #occurs(variable: Type, type: Type): boolean {
    if (type.kind === 'parameter') {
      if (type.name === variable.name) return true;
      const bound = this.#bound.get(type.name);
      return bound !== undefined && this.#occurs(variable, bound);
    }
    return type.params.some((param) => this.#occurs(variable, param));
  }
}

export function isLessSpecific(a: Type, b: Type): boolean {
  if (a.kind === 'dyn' || a.kind === 'parameter') return true;
  if (b.kind === 'dyn' || b.kind === 'parameter') return false;
  if (a.name !== b.name) return false;
  return a.name === 'type' || a.params.every((param, index) => isLessSpecific(param, b.params[index] as Type));
}

function isNullable(type: Type): boolean {
  return type.kind === 'opaque' || type.name.startsWith('google.protobuf.') || type.name === nullType.name;
}
