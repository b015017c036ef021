import { CelError } from '../cel-error.ts';
import { type Declaration, fn } from '../declarations.ts';

/** cel-go ext/encoders.go */
export const base64Library: readonly Declaration[] = [
  fn('base64.encode', ['bytes -> string'], (bytes: Uint8Array) => Buffer.from(bytes).toString('base64'), {
    cost: 'linear',
  }),
  fn('base64.decode', ['string -> bytes'], decode, { cost: 'linear' }),
];

function decode(text: string): Uint8Array {
  const bare = text.replace(/=+$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) throw new CelError('illegal base64 data');
  return new Uint8Array(Buffer.from(bare, 'base64'));
}
