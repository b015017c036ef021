import { hash } from 'node:crypto';
import { type CaptureEvent, eventHeaderBytes } from '#runtime/events/event.ts';

/**
 * A UUID made from what the alert is about (RFC 9562, version 8): name of the host, number, processor and bytes of the event, name of the rule. Not
 * from the file: the same events under another name, compressed or not, give the same one, and no file has to be read twice to hash it.
 */
export function alertUuid(event: CaptureEvent, rule: string): string {
  const { bytes, at, host, number, cpu } = event;
  const text = `${host.machine?.hostname ?? ''}\0${rule}\0${number}\0${cpu}\0`;
  const end = Math.min(at + Math.max(event.length, eventHeaderBytes), bytes.length);
  const digest = hash('sha256', Buffer.concat([Buffer.from(text), bytes.subarray(at, end)]), 'hex');
  const variant = ((Number.parseInt(digest.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
