import type { Field } from '../field.ts';
import { fields as allFields } from '../fields/index.ts';
import { checkCondition } from '../language/check-condition.ts';
import { conditionDepth, parseCondition } from '../language/parser.ts';
import type { AppendOutput } from '../output/append-output.ts';
import { checkException } from './check-exception.ts';
import { Collector } from './collector.ts';
import { type Compiled, RuleCompiler } from './compile-rules.ts';
import { builtInPlugins, isCompatible, type Plugin, parseVersion, versionText } from './engine-version.ts';
import { Faults } from './faults.ts';
import type { RuleReading } from './read-rule.ts';
import { readDocument } from './read-rule-file.ts';
import { RuleFile } from './rule-file.ts';
import type { RuleSet } from './rule-set.ts';
import { readYaml } from './yaml/read-yaml.ts';

export interface RuleFileContent {
  /** As messages name it. */
  readonly name: string;
  readonly content: string;
}

export interface LoadOptions {
  readonly fields?: ReadonlyMap<string, Field>;
  /** Sources of events that this engine gets; rules for others are left out with a warning. `syscall` unless told. */
  readonly sources?: readonly string[];
  /** Plug-ins that files may require; those built in unless told. */
  readonly plugins?: readonly Plugin[];
  /** What is appended to outputs: checked with each output, not put into the rules. */
  readonly appendOutput?: readonly AppendOutput[];
  /** Reports errors of every item of the first file that has any, for checkers. Otherwise the first error ends the loading, as in the ecosystem. */
  readonly allErrors?: boolean;
}

/**
 * Loads rule files in order into one set, as the ecosystem does: later files change what earlier ones define, and after every file all
 * that was defined so far must hold together. Errors and warnings are in the result; it throws for nothing in a file. Where `ok` is
 * false nothing may run.
 */
export async function loadRules(files: readonly RuleFileContent[], options: LoadOptions = {}): Promise<RuleSet> {
  const { fields = allFields, plugins = builtInPlugins, appendOutput = [], allErrors = false } = options;
  const faults = new Faults();
  const isField = fieldTest(fields);
  const collector = new Collector(
    (exception, known) => checkException(exception, known ? isField : undefined, () => fields.keys()),
    faults,
  );
  const compiler = new RuleCompiler({ fields, appendOutput, allErrors }, faults);
  const reading = { collector, faults, sources: new Set(options.sources ?? ['syscall']) };
  let compiled: Compiled | undefined;
  for (const [index, { name, content }] of files.entries()) {
    // A byte order mark is no part of the text.
    const file = new RuleFile(name, content.replace(/^\ufeff/, ''));
    const checked = collector.requirements.length;
    await readFile(file, allErrors, reading);
    checkRequirements(collector, checked, plugins, faults);
    if (faults.errorCount > 0 && !allErrors) break;
    compiled = compiler.compile(collector, index === files.length - 1);
    if (faults.errorCount > 0) break;
  }
  const { requiredEngine } = collector;
  return {
    ok: faults.errorCount === 0,
    rules: compiled?.rules ?? [],
    macros: compiled?.macros ?? [],
    lists: compiled?.lists ?? [],
    errors: faults.errors,
    warnings: faults.warnings,
    droppedFaults: faults.errorCount - faults.errors.length + faults.warningCount - faults.warnings.length,
    requiredEngineVersion: requiredEngine === undefined ? undefined : versionText(requiredEngine),
    requiredPlugins: collector.requirements.map(({ plugin }) => plugin),
  };
}

async function readFile(file: RuleFile, goOn: boolean, reading: RuleReading): Promise<void> {
  const yaml = await readYaml(file.content);
  if ('error' in yaml) {
    const { message, offset } = yaml.error;
    reading.faults.error('LOAD_ERR_YAML_PARSE', message, { file, offset });
    return;
  }
  for (const document of yaml.documents) {
    if (!readDocument(document, file, goOn, reading) && !goOn) return;
  }
}

/** Checks requirements from `checked` on. One is met by the first of its alternatives that is there, in a version that is not too old. */
function checkRequirements(collector: Collector, checked: number, plugins: readonly Plugin[], faults: Faults): void {
  for (const { plugin, context } of collector.requirements.slice(checked)) {
    const asked = [plugin, ...plugin.alternatives];
    const wanted = asked.find(({ name }) => plugins.some((offered) => offered.name === name));
    const offered = plugins.find(({ name }) => name === wanted?.name);
    if (wanted !== undefined && offered !== undefined && fits(offered, wanted)) continue;
    const message =
      wanted === undefined || offered === undefined
        ? `Plugin requirement not satisfied, must load one of: ${asked.map(({ name, version }) => `${name} (>= ${version})`).join(', ')}`
        : `Plugin '${wanted.name}' version '${offered.version}' is not compatible with required plugin version '${wanted.version}'`;
    faults.error('LOAD_ERR_VALIDATE', message, context, 'these rules are for events that this engine does not get');
  }
}

function fits(offered: Plugin, wanted: Plugin): boolean {
  const own = parseVersion(offered.version);
  const asked = parseVersion(wanted.version);
  return own !== undefined && asked !== undefined && isCompatible(own, asked);
}

/** Whether a text can stand on the left of a comparison: a field, or transformers around one. */
function fieldTest(fields: ReadonlyMap<string, Field>): (text: string) => boolean {
  const known = new Map<string, boolean>();
  return (text) => {
    let answer = known.get(text);
    if (answer === undefined) {
      const parsed = parseCondition(`${text} exists`, { maxDepth: conditionDepth.rule });
      answer = parsed.ok && parsed.value.kind === 'check' && checkCondition(parsed.value, fields).errors.length === 0;
      known.set(text, answer);
    }
    return answer;
  };
}
