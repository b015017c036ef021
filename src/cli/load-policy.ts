import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { MiB } from '#core/limits.ts';
import { defaultPolicy } from '#guard/policy/default-policy.generated.ts';
import type { Policy, Waiver } from '#guard/policy/policy.ts';
import { type CliContext, CliError } from './command.ts';
import { issueText } from './issue-text.ts';

/** Looked for in the working directory where no file is named. */
const policyFile = '.holdfast.yaml';
const waiverFile = 'holdfast-waivers.yaml';
/** A policy or waiver file, bytes. */
const maxBytes = 4 * MiB;

/** The policy of the named files together, or of .holdfast.yaml here, or the built-in one. The YAML reader is loaded only for a file. */
export async function loadPolicy(files: readonly string[] | undefined, context: CliContext): Promise<Policy> {
  const local = join(context.cwd, policyFile);
  const named = files ?? (existsSync(local) ? [local] : []);
  if (named.length === 0) return defaultPolicy;
  const { parsePolicy } = await import('#guard/policy/parse-policy.ts');
  const policies: Policy[] = [];
  for (const file of named) {
    const policy = await parsePolicy(readText(file), file);
    if (!policy.ok) throw new CliError(2, issueText(policy.issue), policy.issue.hint);
    for (const issue of policy.issues ?? []) context.stderr(`holdfast: ${issueText(issue)}\n`);
    policies.push(policy.value);
  }
  const [first, ...more] = policies as [Policy, ...Policy[]];
  if (more.length === 0) return first;
  const licences = policies.findLast((policy) => policy.licences)?.licences;
  return {
    name: policies.map((policy) => policy.name).join(' + '),
    rules: policies.flatMap((policy) => policy.rules),
    waivers: policies.flatMap((policy) => policy.waivers),
    ...(licences ? { licences } : {}),
  };
}

export async function loadWaivers(files: readonly string[] | undefined, context: CliContext): Promise<Waiver[]> {
  const local = join(context.cwd, waiverFile);
  const named = files ?? (existsSync(local) ? [local] : []);
  if (named.length === 0) return [];
  const { parseWaivers } = await import('#guard/policy/parse-policy.ts');
  const waivers: Waiver[] = [];
  for (const file of named) {
    const parsed = await parseWaivers(readText(file), file);
    if (!parsed.ok) throw new CliError(2, issueText(parsed.issue), parsed.issue.hint);
    waivers.push(...parsed.value);
  }
  return waivers;
}

export function readText(file: string): string {
  try {
    if (statSync(file).size > maxBytes) throw new CliError(2, `${file} is larger than ${maxBytes} bytes`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(2, `cannot read ${file}: ${(cause as Error).message}`);
  }
}
