import { limits } from '#core/limits.ts';
import type { YamlMap, YamlNode } from './yaml.ts';
import { quotedEnd, scalar, YamlError } from './yaml-scalar.ts';

/** A flow collection (`{a: b, c: [d]}`) whose text is complete. `depth`: of the collection around it; `number`: its line, for messages. */
export function parseFlow(text: string, depth: number, number: number): YamlNode {
  return flowNode({ text, at: 0, depth, number });
}

interface Flow {
  readonly text: string;
  at: number;
  depth: number;
  readonly number: number;
}

/** Opened minus closed brackets outside of quotes: more lines are needed while it is positive. */
export function bracketBalance(text: string): number {
  let balance = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{' || char === '[') balance++;
    else if (char === '}' || char === ']') balance--;
    else if ((char === '"' || char === "'") && /[\s,{[:]/.test(text[at - 1] ?? ' ')) {
      const end = quotedEnd(text, at);
      if (end < 0) return balance;
      at = end;
    }
  }
  return balance;
}

function flowNode(flow: Flow): YamlNode {
  skipSpace(flow);
  const char = flow.text[flow.at];
  if (char !== '{' && char !== '[') return flowScalar(flow);
  if (++flow.depth > limits.documentDepth) throw new YamlError('nesting too deep', flow.number);
  flow.at++;
  const node = char === '{' ? flowMap(flow) : flowList(flow);
  flow.depth--;
  return node;
}

function flowMap(flow: Flow): YamlMap {
  const map = new Map<string, YamlNode>();
  for (;;) {
    skipSpace(flow);
    if (closes(flow, '}')) return map;
    const key = flowScalar(flow);
    skipSpace(flow);
    if (flow.text[flow.at] === ':') {
      flow.at++;
      map.set(key, flowNode(flow));
    } else {
      map.set(key, '');
    }
    skipSpace(flow);
    if (flow.text[flow.at] === ',') flow.at++;
    else if (flow.text[flow.at] !== '}') throw new YamlError('a flow mapping without its comma', flow.number);
  }
}

function flowList(flow: Flow): YamlNode[] {
  const items: YamlNode[] = [];
  for (;;) {
    skipSpace(flow);
    if (closes(flow, ']')) return items;
    items.push(flowNode(flow));
    skipSpace(flow);
    if (flow.text[flow.at] === ',') flow.at++;
    else if (flow.text[flow.at] !== ']') throw new YamlError('a flow sequence without its comma', flow.number);
  }
}

function closes(flow: Flow, bracket: string): boolean {
  if (flow.at >= flow.text.length) throw new YamlError('an unclosed flow collection', flow.number);
  if (flow.text[flow.at] !== bracket) return false;
  flow.at++;
  return true;
}

function flowScalar(flow: Flow): string {
  const start = flow.at;
  const quote = flow.text[start];
  if (quote === '"' || quote === "'") {
    const end = quotedEnd(flow.text, start);
    if (end < 0) throw new YamlError('an unclosed quote', flow.number);
    flow.at = end + 1;
    return scalar(flow.text.slice(start, end + 1));
  }
  while (flow.at < flow.text.length) {
    const char = flow.text[flow.at] as string;
    if (char === ',' || char === '}' || char === ']' || char === '{' || char === '[') break;
    if (char === ':' && /[\s,}\]]/.test(flow.text[flow.at + 1] ?? ' ')) break;
    flow.at++;
  }
  return scalar(flow.text.slice(start, flow.at));
}

function skipSpace(flow: Flow): void {
  while (flow.text.charCodeAt(flow.at) === 0x20 || flow.text.charCodeAt(flow.at) === 0x09) flow.at++;
}
