/** A rule's message: text with CEL between double braces, `{{ finding.id }} is exploited`. */
export interface MessagePart {
  readonly kind: 'text' | 'cel';
  readonly text: string;
}

export function messageParts(message: string): MessagePart[] {
  const parts: MessagePart[] = [];
  let at = 0;
  for (;;) {
    const open = message.indexOf('{{', at);
    const close = open < 0 ? -1 : message.indexOf('}}', open + 2);
    if (close < 0) break;
    if (open > at) parts.push({ kind: 'text', text: message.slice(at, open) });
    parts.push({ kind: 'cel', text: message.slice(open + 2, close).trim() });
    at = close + 2;
  }
  if (at < message.length) parts.push({ kind: 'text', text: message.slice(at) });
  return parts;
}
