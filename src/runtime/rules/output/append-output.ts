import { failed, type Outcome, ok } from '#core/outcome.ts';
import type { Field } from '../field.ts';
import type { OutputTemplate } from './output-template.ts';
import { parseOutput } from './parse-output.ts';

/** A field that is added to output_fields but not to the text. */
export interface ExtraField {
  /** Key in output_fields. */
  readonly name: string;
  /** A format, whose text is the value; without one, `name` is a field and has its own type. */
  readonly format?: string;
}

/** What is added to the outputs of all rules that it matches (`append_output` of a configuration). */
export interface AppendOutput {
  readonly match?: { readonly rule?: string; readonly source?: string; readonly tags?: readonly string[] };
  /** Added to the text, after a blank. */
  readonly extraOutput?: string;
  readonly extraFields?: readonly ExtraField[];
  /** Adds the fields that are marked as suggested: `container_id=%container.id …`. */
  readonly suggestedOutput?: boolean;
}

export interface OutputRule {
  readonly name: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly output: string;
}

/** The text of a rule's output with what is appended to it. */
export function appendedOutput(
  rule: OutputRule,
  appends: readonly AppendOutput[],
  fields: ReadonlyMap<string, Field>,
): string {
  let text = rule.output;
  for (const append of appends) {
    if (!matches(append, rule)) continue;
    if (append.extraOutput !== undefined && append.extraOutput !== '') text += ` ${append.extraOutput}`;
    if (append.suggestedOutput === true) text += suggestedText(fields);
  }
  // An old placeholder: the suggested fields took its place.
  return text.replaceAll('%container.info', '');
}

/** Suggested fields of Falco's container plug-in in the order in which its outputs have them; tools take texts apart by it. Others follow by name. */
const suggestedOrder: readonly string[] = [
  'container.id',
  'container.name',
  'container.image.repository',
  'container.image.tag',
  'k8s.pod.name',
  'k8s.ns.name',
];

/** ` container_id=%container.id …` */
function suggestedText(fields: ReadonlyMap<string, Field>): string {
  const names = [...fields.values()].filter((field) => field.suggested === true).map((field) => field.name);
  const place = (name: string) =>
    (suggestedOrder.indexOf(name) + suggestedOrder.length + 1) % (suggestedOrder.length + 1);
  names.sort((a, b) => place(a) - place(b));
  return names.map((name) => ` ${name.replaceAll('.', '_')}=%${name}`).join('');
}

export interface ExtraTemplate {
  readonly name: string;
  /** True where the value is the template's text, false where it is that of the field alone, with its type. */
  readonly formatted: boolean;
  readonly template: OutputTemplate;
}

/** The extra fields of a rule, the last of a name winning. */
export function extraTemplates(
  rule: OutputRule,
  appends: readonly AppendOutput[],
  fields: ReadonlyMap<string, Field>,
): Outcome<readonly ExtraTemplate[]> {
  const extras = new Map<string, ExtraTemplate>();
  for (const append of appends) {
    if (!matches(append, rule)) continue;
    for (const { name, format } of append.extraFields ?? []) {
      const template = parseOutput(format ?? `%${name}`, fields);
      if (!template.ok) return failed({ ...template.issue, where: `extra field ${name}` });
      extras.set(name, { name, formatted: format !== undefined, template: template.value });
    }
  }
  return ok([...extras.values()]);
}

function matches({ match }: AppendOutput, rule: OutputRule): boolean {
  if (match === undefined) return true;
  if (match.rule !== undefined && match.rule !== '' && match.rule !== rule.name) return false;
  if (match.source !== undefined && match.source !== '' && match.source !== rule.source) return false;
  return (match.tags ?? []).every((tag) => rule.tags.includes(tag));
}
