import type { Hit, StepCheck } from '../check.ts';
import type { ShellCommand } from '../shell/parse-shell.ts';

/** Variables by which programs are told not to check certificates, and the values that say so. */
const variables: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    BUNDLE_SSL_VERIFY_MODE: /^0$/,
    CONDA_SSL_VERIFY: /^(?:false|no|0)$/i,
    GIT_SSL_NO_VERIFY: /^(?:1|true|yes|on)$/i,
    GOINSECURE: /./,
    NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
    NPM_CONFIG_STRICT_SSL: /^(?:false|0)$/i,
    npm_config_strict_ssl: /^(?:false|0)$/i,
    YARN_ENABLE_STRICT_SSL: /^(?:false|0)$/i,
    PIP_TRUSTED_HOST: /./,
    PYTHONHTTPSVERIFY: /^0$/,
    UV_INSECURE_HOST: /./,
    CURL_SSL_NO_VERIFY: /./,
    DENO_TLS_CA_STORE_INSECURE: /./,
  }),
);

/** curl's one-letter options that take a value: what follows them is no option. */
const curlWithValue = new Set('AbcCdDeEFhHKmoPQrtTuUwxXyYz');

/** Program → does this command switch verification off, and with which words. */
const commands: readonly { readonly program: RegExp; find(command: ShellCommand): string | undefined }[] = [
  { program: /^curl$/, find: ({ args }) => curlOption(args) },
  { program: /^wget2?$/, find: option('--no-check-certificate', '--no-check-certificates') },
  { program: /^aria2c$/, find: option('--check-certificate=false') },
  { program: /^https?$/, find: option('--verify=no', '--verify=false') },
  {
    program: /^git$/,
    find: ({ args }) =>
      words(args, /\bhttp\.(?:\S{1,200}\.)?sslverify[= ](?:false|0|no|off)\b/i, 'http.sslVerify false'),
  },
  {
    program: /^(?:npm|pnpm|yarn|npx|cnpm)$/,
    find: ({ args }) =>
      words(args, /\bstrict-ssl[= ]"?(?:false|0)|--no-strict-ssl\b|\benableStrictSsl[= ]"?false/i, 'strict-ssl false'),
  },
  {
    program: /^(?:pip[0-9.]*|pipx|pipenv|poetry|conda|mamba|micromamba)$/,
    find: ({ args }) =>
      words(args, /--trusted-host\b|\btrusted-host\b/, '--trusted-host') ??
      words(args, /\bssl_verify[= ](?:false|no|0)\b/i, 'ssl_verify false') ??
      words(args, /\bcertificates\.\S{1,80}\.cert[= ]false/, 'certificates…cert false'),
  },
  {
    program: /^python[0-9.]*$/,
    find: ({ args }) => (args.includes('pip') && args.includes('--trusted-host') ? '--trusted-host' : undefined),
  },
  {
    program: /^uv$/,
    find: ({ args }) => words(args, /--(?:allow-insecure-host|trusted-host)\b/, '--allow-insecure-host'),
  },
  {
    program: /^(?:apt|apt-get|aptitude)$/,
    find: ({ args }) =>
      words(
        args,
        /Acquire::https::(?:\S{1,100}::)?Verify-(?:Peer|Host)"?[= ]"?(?:false|0|no)/i,
        'Acquire::https::Verify-Peer=false',
      ),
  },
  {
    program: /^(?:yum|dnf|dnf5|microdnf|tdnf|zypper)$/,
    find: ({ args }) =>
      words(args, /\bsslverify[= ]"?(?:false|0|no)\b/i, 'sslverify=false') ??
      words(args, /\bssl_verify=no\b/, 'ssl_verify=no'),
  },
  {
    program: /^(?:helm|kubectl|oc|argocd|vault|skopeo|podman|buildah|crane|oras|rclone|mc|step|nomad|consul)$/,
    find: option(
      '--insecure-skip-tls-verify',
      '--insecure-skip-tls-verify=true',
      '-tls-skip-verify',
      '--tls-skip-verify',
      '--tls-verify=false',
      '--src-tls-verify=false',
      '--dest-tls-verify=false',
      '--no-check-certificate',
      '--insecure',
    ),
  },
  {
    program: /^composer$/,
    find: ({ args }) => words(args, /\bdisable-tls[= ]"?true|\bsecure-http[= ]"?false/, 'disable-tls true'),
  },
  { program: /^bundle$/, find: ({ args }) => words(args, /\bssl_verify_mode[= ]0\b/, 'ssl_verify_mode 0') },
  { program: /^(?:aws|gsutil|az|gcloud)$/, find: option('--no-verify-ssl') },
  {
    program: /^(?:mvn|mvnw|gradle|gradlew|java)$/,
    find: ({ args }) =>
      words(
        args,
        /-Dmaven\.wagon\.http\.ssl\.(?:insecure|allowall)=true|-Dmaven\.resolver\.transport\.https\.securityMode=insecure/,
        '-Dmaven.wagon.http.ssl.insecure=true',
      ),
  },
  { program: /^svn$/, find: ({ args }) => words(args, /--trust-server-cert(?:-failures)?\b/, '--trust-server-cert') },
  { program: /^hg$/, find: option('--insecure') },
  {
    program: /^lftp$/,
    find: ({ args }) => words(args, /ssl:verify-certificate (?:no|false|0)/, 'ssl:verify-certificate no'),
  },
  {
    program: /^(?:iwr|irm|invoke-webrequest|invoke-restmethod|pwsh|powershell)$/i,
    find: ({ args }) => words(args, /-SkipCertificateCheck\b/i, '-SkipCertificateCheck'),
  },
  {
    program: /^(?:echo|printf|tee)$/,
    find: ({ args }) =>
      words(
        args,
        /\bstrict-ssl ?= ?false\b|\bsslverify ?= ?(?:0|false)\b|\bcheck_certificate ?= ?off\b|Verify-Peer "?false|:ssl_verify_mode: 0|^insecure$/im,
        'a setting that switches certificate checks off',
      ),
  },
];

/** Certificates are not checked: whoever is between can put anything into the image. */
export const tlsVerificationOff: StepCheck = {
  id: 'tls-verification-off',
  run(step) {
    const hits: Hit[] = [];
    for (const { name, value } of step.assignments) push(hits, byVariable(name, value));
    for (const command of step.commands) {
      for (const { name, value } of command.assignments) push(hits, byVariable(name, value));
      for (const { program, find } of commands) {
        if (!program.test(command.program)) continue;
        const words = find(command);
        if (words !== undefined) push(hits, `${command.program} ${words}`);
      }
    }
    return hits;
  },
};

/** `NAME=value` where that variable with that value switches verification off. */
export function byVariable(name: string, value: string): string | undefined {
  return variables.get(name)?.test(value) ? `${name}=${value}` : undefined;
}

function push(hits: Hit[], subject: string | undefined): void {
  if (subject !== undefined && !hits.some((hit) => hit.subject === subject)) hits.push({ subject });
}

function option(...names: string[]): (command: ShellCommand) => string | undefined {
  return ({ args }) => args.find((arg) => names.includes(arg));
}

function words(args: readonly string[], pattern: RegExp, shown: string): string | undefined {
  return pattern.test(args.join(' ').slice(0, 4096)) ? shown : undefined;
}

function curlOption(args: readonly string[]): string | undefined {
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === '--insecure' || arg === '--proxy-insecure' || arg === '--doh-insecure') return arg;
    if (!/^-[A-Za-z#0-9:]/.test(arg)) continue;
    for (let at = 1; at < arg.length; at++) {
      if (arg[at] === 'k') return '-k';
      if (!curlWithValue.has(arg[at]!)) continue;
      // The value is the rest of the word, or the next one.
      if (at === arg.length - 1) i++;
      break;
    }
  }
  return undefined;
}
