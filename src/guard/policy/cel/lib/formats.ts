import { type Declaration, fn, method } from '../declarations.ts';
import { CelOpaque, CelOptional } from '../values.ts';
import { namedFormats } from './named-formats.ts';

/** `kubernetes.NamedFormat` */
export class CelFormat extends CelOpaque {
  readonly typeName = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly validate: (text: string) => readonly string[];

  constructor(name: string, validate: (text: string) => readonly string[]) {
    super();
    this.name = name;
    this.validate = validate;
  }

  equals(other: CelOpaque): boolean {
    return other instanceof CelFormat && other.name === this.name;
  }

  override toString(): string {
    return this.name;
  }
}

/** Kubernetes' format library: `format.dns1123Label().validate(text)` gives what is wrong, or nothing. */
export const formatsLibrary: readonly Declaration[] = [
  fn('format.named', ['string -> optional(kubernetes.NamedFormat)'], (name: string) => {
    const validate = Object.hasOwn(namedFormats, name) ? namedFormats[name] : undefined;
    return validate ? CelOptional.of(new CelFormat(name, validate)) : CelOptional.none;
  }),
  ...Object.entries(namedFormats).map(([name, validate]) => {
    const format = new CelFormat(name, validate);
    return fn(`format.${name}`, [' -> kubernetes.NamedFormat'], () => format);
  }),
  method(
    'validate',
    ['kubernetes.NamedFormat, string -> optional(list(string))'],
    (format: CelFormat, text: string) => {
      const errors = format.validate(text);
      return errors.length === 0 ? CelOptional.none : CelOptional.of(errors);
    },
    { cost: 'linear' },
  ),
];
