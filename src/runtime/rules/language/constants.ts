import { errorIssue, failed, type Issue, type Outcome, ok, quote } from '#core/outcome.ts';
import { encodeText } from '#runtime/events/text.ts';
import type { FieldType } from '../field.ts';
import { formatAddress, inNetwork, parseAddress } from './address.ts';
import type { Operator } from './ast.ts';
import { compileGlob } from './glob.ts';
import { asUnsigned, parseWholeNumber } from './numbers.ts';
import { compileRegex } from './regex/compile-regex.ts';
import { servicePort } from './service-ports.ts';

/** Bytes of one constant. */
const maxConstantBytes = 16 * 1024;
/** Components of a path: more than Linux' PATH_MAX of 4096 bytes can hold. */
const maxPathComponents = 2048;

/** A constant of a condition, read as the type on the left has it. */
export type Constant =
  | { readonly kind: 'text'; readonly text: string }
  /** Of glob, iglob and regex. */
  | { readonly kind: 'pattern'; readonly text: string; readonly matches: (text: string) => boolean }
  /** A bigint beyond 2^53. */
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'bool'; readonly value: boolean }
  /** Canonical text, as the values of address fields have it. */
  | { readonly kind: 'address'; readonly text: string; readonly bytes: Uint8Array }
  /** `contains` takes canonical or other text of an address; of the other version, or no address: false. */
  | {
      readonly kind: 'network';
      readonly bytes: Uint8Array;
      readonly prefix: number;
      readonly contains: (address: string) => boolean;
    }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Reads a constant for a comparison of a value of `type` with `operator`. Messages hold libs' facts; codes `constant/…`. */
export function compileConstant(type: FieldType, operator: Operator, text: string): Outcome<Constant> {
  if (text.length > maxConstantBytes) return refuse('too-long', `filter parameter too long: ${text.length} characters`);
  if (operator === 'bcontains' || operator === 'bstartswith') return hexBytes(text);
  if (type === 'bytebuf') return ok({ kind: 'bytes', bytes: encodeText(text) });
  if (text.includes('\0'))
    return refuse(
      'nul',
      'filter error: filter value cannot contain a NUL byte (\\x00)',
      'no text of the kernel has one',
    );
  switch (type) {
    case 'charbuf':
      return textConstant(operator, text);
    case 'bool':
      if (text === 'true' || text === 'false') return ok({ kind: 'bool', value: text === 'true' });
      return refuse('no-bool', `filter error: unrecognized boolean value ${shown(text)}`, 'write true or false');
    case 'ipaddr':
      return addressConstant(text);
    case 'ipnet':
      return networkConstant(text);
    case 'port':
      return portConstant(text);
    case 'dyn':
      return refuse('no-type', 'a value of this type cannot be compared with a constant');
    default:
      return numberConstant(type, text);
  }
}

function textConstant(operator: Operator, text: string): Outcome<Constant> {
  if (operator === 'glob' || operator === 'iglob')
    return ok({ kind: 'pattern', text, matches: compileGlob(text, operator === 'iglob') });
  if (operator === 'regex') {
    const regex = compileRegex(text);
    return regex.ok ? ok({ kind: 'pattern', text, matches: regex.value }) : regex;
  }
  if (operator === 'pmatch' && text.split('/').length > maxPathComponents)
    return refuse('too-long', `filter parameter too long: a path of more than ${maxPathComponents} parts`);
  return ok({ kind: 'text', text });
}

function hexBytes(text: string): Outcome<Constant> {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text))
    return refuse(
      'no-hex',
      'filter error: bcontains and bstartswith operator support hex strings only',
      'two hex digits for each byte: 7f454c46',
    );
  return ok({ kind: 'bytes', bytes: Buffer.from(text, 'hex') });
}

const unsignedBits: Partial<Record<FieldType, 32 | 64>> = { uint32: 32, uint64: 64, reltime: 64, abstime: 64 };

function numberConstant(type: FieldType, text: string): Outcome<Constant> {
  const value = parseWholeNumber(text);
  if (value === undefined)
    return refuse(
      'no-number',
      `${shown(text)} is not a valid number`,
      /^\d+\.\d+$|^0[xX]/.test(text) ? 'numbers are whole and decimal' : undefined,
    );
  const bits = unsignedBits[type];
  return ok({ kind: 'number', value: bits === undefined ? value : asUnsigned(value, bits) });
}

function portConstant(text: string): Outcome<Constant> {
  if (text === '') return ok({ kind: 'number', value: 0 });
  const value = /^[0-9]{1,9}$/.test(text) ? Number(text) : servicePort(text);
  if (value === undefined)
    return refuse('no-port', `unrecognized protocol ${shown(text)}`, 'a port is a number or an IANA service name');
  return ok({ kind: 'number', value });
}

function addressConstant(text: string): Outcome<Constant> {
  const bytes = parseAddress(text);
  if (bytes === undefined) return refuse('no-address', `unrecognized ${version(text)} address ${shown(text)}`);
  return ok({ kind: 'address', text: formatAddress(bytes), bytes });
}

function networkConstant(text: string): Outcome<Constant> {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const v4 = version(text) === 'IPv4';
    return refuse(
      'no-network',
      v4 ? `unrecognized IP network ${shown(text)}` : `invalid v6 netmask: ${shown(text)}`,
      `write a network with its prefix: ${v4 ? '10.0.0.0/8' : '2001:db8::/32'}`,
    );
  }
  const bytes = parseAddress(text.slice(0, slash));
  const v4 = version(text.slice(0, slash)) === 'IPv4';
  if (bytes === undefined) return refuse('no-network', `unrecognized ${v4 ? 'IP' : 'IPv6'} address ${shown(text)}`);
  const mask = text.slice(slash + 1);
  const prefix = parseWholeNumber(mask);
  if (typeof prefix !== 'number') return refuse('no-network', `${shown(mask)} is not a valid number`);
  if (prefix < (v4 ? 0 : 1) || prefix > bytes.length * 8)
    return refuse(
      'no-network',
      `invalid ${v4 ? '' : 'v6 '}netmask ${shown(mask)}`,
      `the prefix is at most ${bytes.length * 8}`,
    );
  return ok({ kind: 'network', bytes, prefix, contains: networkTest(bytes, prefix) });
}

/** The last answers are kept: addresses repeat. */
function networkTest(network: Uint8Array, prefix: number): (address: string) => boolean {
  let last = '';
  let answer = false;
  return (address) => {
    if (address !== last) {
      const bytes = parseAddress(address);
      answer = bytes !== undefined && inNetwork(bytes, network, prefix);
      last = address;
    }
    return answer;
  };
}

function version(text: string): 'IPv4' | 'IPv6' {
  return text.includes('.') && !text.includes(':') ? 'IPv4' : 'IPv6';
}

/** As it is where that is plain, so that a reader finds it again; else quoted. */
function shown(text: string): string {
  return /^[\x21-\x7e]{1,120}$/.test(text) ? text : quote(text);
}

function refuse(code: string, message: string, hint?: string): Outcome<Constant> {
  const issue: Issue = errorIssue(`constant/${code}`, message, { hint });
  return failed(issue);
}
