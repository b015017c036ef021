import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { isObject } from '#core/json.ts';
import { type Issue, quote, warningIssue } from '#core/outcome.ts';

export type Credentials =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  /** A refresh token of the registry's token service. */
  | { readonly kind: 'identity-token'; readonly token: string };

export interface CredentialLookup {
  readonly credentials?: Credentials;
  readonly issues: readonly Issue[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** How long a credential helper may take, milliseconds. */
const helperTimeout = 30_000;

/**
 * Credentials for a registry, in this order: HOLDFAST_REGISTRY_USERNAME/PASSWORD (only for the host HOLDFAST_REGISTRY, where it is set),
 * Docker's config.json (credHelpers, auths, credsStore), podman's auth.json. Entries for a path below the registry win over the registry's own (containers-auth.json(5)).
 */
export async function findCredentials(registry: string, repository: string, env: Env): Promise<CredentialLookup> {
  const { HOLDFAST_REGISTRY: host, HOLDFAST_REGISTRY_USERNAME: username, HOLDFAST_REGISTRY_PASSWORD: password } = env;
  if (username && password && (!host || host === registry))
    return { credentials: { kind: 'basic', username, password }, issues: [] };
  const issues: Issue[] = [];
  for (const file of configFiles(env)) {
    const config = readConfig(file, issues);
    if (!config) continue;
    const credentials = await fromConfig(config, registry, repository, env, issues);
    if (credentials) return { credentials, issues };
  }
  return { issues };
}

function configFiles(env: Env): string[] {
  const home = env.HOME || homedir();
  return [
    ...(env.REGISTRY_AUTH_FILE ? [env.REGISTRY_AUTH_FILE] : []),
    join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json'),
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'containers/auth.json')] : []),
    join(env.XDG_CONFIG_HOME || join(home, '.config'), 'containers/auth.json'),
  ];
}

function readConfig(file: string, issues: Issue[]): Readonly<Record<string, unknown>> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined; // not there: the usual case
  }
  try {
    const config: unknown = JSON.parse(text);
    if (isObject(config)) return config;
  } catch {
    // falls through: never quote the file, it holds secrets
  }
  issues.push(warningIssue('registry/bad-config', 'not a JSON object; no credentials read from it', { where: file }));
  return undefined;
}

async function fromConfig(
  config: Readonly<Record<string, unknown>>,
  registry: string,
  repository: string,
  env: Env,
  issues: Issue[],
): Promise<Credentials | undefined> {
  const keys = lookupKeys(registry, repository);
  const helpers = isObject(config.credHelpers) ? config.credHelpers : {};
  for (const key of keys) {
    const helper = helpers[key];
    if (typeof helper === 'string') return askHelper(helper, key, env, issues);
  }
  const auths = isObject(config.auths) ? config.auths : {};
  for (const key of keys) {
    const found = Object.entries(auths).find(([name]) => normaliseKey(name) === key);
    const credentials = found && isObject(found[1]) ? decodeAuth(found[1]) : undefined;
    if (credentials) return credentials;
  }
  if (typeof config.credsStore === 'string' && config.credsStore) {
    return askHelper(
      config.credsStore,
      registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry,
      env,
      issues,
    );
  }
  return undefined;
}

/** `ghcr.io/org/app`, `ghcr.io/org`, `ghcr.io`. */
function lookupKeys(registry: string, repository: string): string[] {
  const parts = repository.split('/');
  const keys = parts.map((_, index) => `${registry}/${parts.slice(0, parts.length - index).join('/')}`);
  return [...keys, registry];
}

function normaliseKey(name: string): string {
  const bare = name.replace(/^https?:\/\//, '').replace(/\/(v1|v2)?\/?$/, '');
  return bare === 'index.docker.io' || bare === 'registry-1.docker.io' ? 'docker.io' : bare;
}

function decodeAuth(entry: Readonly<Record<string, unknown>>): Credentials | undefined {
  if (typeof entry.identitytoken === 'string' && entry.identitytoken)
    return { kind: 'identity-token', token: entry.identitytoken };
  if (typeof entry.username === 'string' && typeof entry.password === 'string' && entry.username) {
    return { kind: 'basic', username: entry.username, password: entry.password };
  }
  if (typeof entry.auth !== 'string' || entry.auth === '') return undefined;
  const text = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = text.indexOf(':');
  return colon > 0 ? { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) } : undefined;
}

/** docker-credential-NAME get: the server on stdin, {Username, Secret} on stdout. */
async function askHelper(name: string, server: string, env: Env, issues: Issue[]): Promise<Credentials | undefined> {
  if (!/^[\w.-]+$/.test(name)) {
    issues.push(warningIssue('registry/bad-helper', `${quote(name)} is not the name of a credential helper`));
    return undefined;
  }
  const program = `docker-credential-${name}`;
  const { code, output } = await runHelper(program, server, env);
  try {
    if (code === 0) {
      const answer: unknown = JSON.parse(output);
      if (
        isObject(answer) &&
        typeof answer.Username === 'string' &&
        typeof answer.Secret === 'string' &&
        answer.Secret
      ) {
        if (answer.Username === '<token>') return { kind: 'identity-token', token: answer.Secret };
        return { kind: 'basic', username: answer.Username, password: answer.Secret };
      }
    } else if (/not found in/i.test(output)) {
      return undefined; // the helper's own way to say that it has none
    }
  } catch {
    // reported below without its output, which may hold a secret
  }
  issues.push(
    warningIssue('registry/helper-failed', `${program} gave no credentials for ${quote(server)}`, {
      hint: `try: echo ${server} | ${program} get`,
    }),
  );
  return undefined;
}

function runHelper(program: string, server: string, env: Env): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, ['get'], {
      env: env as NodeJS.ProcessEnv,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: helperTimeout,
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      if (output.length < 1 << 20) output += chunk;
    });
    child.on('error', () => resolve({ code: null, output }));
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.on('error', () => {});
    child.stdin.end(server);
  });
}
