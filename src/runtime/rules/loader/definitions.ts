import type { Priority } from '../output/priority.ts';
import type { FaultContext } from './faults.ts';
import type { RuleFile } from './rule-file.ts';
import type { YamlNode } from './yaml/yaml-node.ts';

/** One of the texts that a condition was put together from: its own, and what was appended. */
export interface ConditionPart {
  readonly file: RuleFile;
  readonly node: YamlNode;
}

/** Lists, macros and rules as files define and change them, before anything is looked up. */
interface Definition {
  readonly name: string;
  readonly context: FaultContext;
  /** Order of first definition. */
  index: number;
  /** Order of the last definition or addition: names defined after it cannot be seen from here. */
  visibility: number;
}

export interface ListDefinition extends Definition {
  items: string[];
}

export interface MacroDefinition extends Definition {
  condition: readonly ConditionPart[];
}

export interface RuleDefinition extends Definition {
  condition: readonly ConditionPart[];
  description: string;
  output: string;
  outputContext: FaultContext;
  priority: Priority;
  source: string;
  /** No events of that source come to this engine: the rule is left out. */
  readonly unknownSource: boolean;
  tags: ReadonlySet<string>;
  exceptions: ExceptionDefinition[];
  enabled: boolean;
  capture: boolean;
  captureDuration: number;
  warnEventTypes: boolean;
  skipIfUnknownFilter: boolean;
  extension: ExtensionPart | undefined;
  /** Counts changes, so that what was compiled before is known to be out of date. */
  version: number;
}

export interface ExtensionPart {
  readonly file: RuleFile;
  readonly node: YamlNode;
}

/** Undefined where nothing was written. */
export type ExceptionEntry = string | readonly (ExceptionEntry | undefined)[];

export interface ExceptionDefinition {
  readonly name: string;
  readonly context: FaultContext;
  readonly fields: ExceptionEntry | undefined;
  comparisons: ExceptionEntry | undefined;
  values: (ExceptionEntry | undefined)[];
}

/** What an `append` or `override` item changes of a rule; undefined is left as it is. */
export interface RuleUpdate {
  readonly name: string;
  readonly context: FaultContext;
  source: string;
  condition?: ConditionPart;
  description?: string;
  output?: string;
  tags?: ReadonlySet<string>;
  exceptions?: ExceptionDefinition[];
  priority?: Priority;
  enabled?: boolean;
  capture?: boolean;
  captureDuration?: number;
  warnEventTypes?: boolean;
  skipIfUnknownFilter?: boolean;
}

/** True where the text or list says something. */
export function isWritten(entry: ExceptionEntry | undefined): entry is ExceptionEntry {
  return entry !== undefined && entry.length > 0;
}

/** The text of an entry; empty where it is a list, as the ecosystem has it. */
export function entryText(entry: ExceptionEntry | undefined): string {
  return typeof entry === 'string' ? entry : '';
}
