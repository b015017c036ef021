import { basename } from 'node:path';
import type { Rule } from '#runtime/rules/loader/rule-set.ts';
import { attackTechniques } from './attack-techniques.ts';

/** The text of docs/rules.md. */
export function rulesDoc(rules: readonly Rule[]): string {
  const files = Map.groupBy(rules, (rule) => basename(rule.place.file, '.yaml'));
  const sections = [...files].map(([file, own]) => `## ${title(file)}\n\n${table(own)}\n`);
  const techniques = [...new Set(rules.flatMap(techniquesOf))].sort();
  return `# Rules that ship with Holdfast

Made from \`content/rules/\` by \`tools/docs-rules.mjs\`. ${rules.length} rules over ${techniques.length} techniques of MITRE ATT&CK. \`holdfast replay\` uses them where no others are named;
[adding-a-rule.md](adding-a-rule.md) says how one is added. Rules with the tag \`stateful\` remember ([stateful-rules.md](stateful-rules.md)); the others look at one event.

What is right in your images is left out by an exception, which every rule has, in a file of your own that is loaded after these:

\`\`\`yaml
- rule: Terminal shell in a container
  exceptions: [{name: known, values: [[registry.example/debug, bash]]}]    # image repository, program
  override: {exceptions: append}
\`\`\`

${sections.join('\n')}
## Techniques

${techniques.map((id) => `- ${link(id)} ${attackTechniques[id] ?? ''}`.trimEnd()).join('\n')}
`;
}

/** Tags of a rule that are ids of techniques. */
export function techniquesOf(rule: Rule): string[] {
  return rule.tags.filter((tag) => /^T\d{4}(\.\d{3})?$/.test(tag));
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(
    (rule) =>
      `| ${rule.name} | ${rule.priority.toLowerCase()} | ${techniquesOf(rule).map(link).join(' ')} | ${cell(rule.description)} |`,
  );
  return ['| rule | priority | technique | what it sees |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function title(file: string): string {
  const text = file.replaceAll('-', ' ');
  return text[0]!.toUpperCase() + text.slice(1);
}

function link(id: string): string {
  return `[${id}](https://attack.mitre.org/techniques/${id.replace('.', '/')}/)`;
}

function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
