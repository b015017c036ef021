import type { Hit, StepCheck } from '../check.ts';

const rules: readonly { readonly program: RegExp; readonly args: RegExp }[] = [
  {
    program: /^(?:apt|apt-get|aptitude)$/,
    args: /--allow-unauthenticated\b|--force-yes\b|--allow-insecure-repositories\b|(?:AllowUnauthenticated|AllowInsecureRepositories|AllowDowngradeToInsecureRepositories)"?[= ]"?(?:true|1|yes)/i,
  },
  {
    program: /^(?:yum|dnf|dnf5|microdnf|tdnf|zypper)$/,
    args: /--nogpgcheck\b|--no-gpgchecks\b|--no-gpg-checks\b|\b(?:repo_|localpkg_)?gpgcheck[= ](?:0|false|no)\b/i,
  },
  { program: /^rpm$/, args: /--nosignature\b|--nogpg\b|--nodigest\b/ },
  { program: /^apk$/, args: /--allow-untrusted\b/ },
  {
    program: /^(?:echo|printf|tee|sed)$/,
    args: /\[(?:[^\]]{0,80} )?trusted=yes|\bgpgcheck ?= ?0\b|\bSigLevel ?= ?Never\b|AllowUnauthenticated "?true/i,
  },
  { program: /^(?:gem|bundle)$/, args: /-P NoSecurity\b|--trust-policy[= ]NoSecurity\b/ },
  { program: /^ostree$/, args: /--no-gpg-verify\b/ },
];

/** Variables that switch the checks of package managers off. */
const variables: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    GOSUMDB: /^off$/,
    GONOSUMDB: /^\*$/,
    GONOSUMCHECK: /^1$/,
    GOFLAGS: /-insecure\b/,
  }),
);

/** Packages are installed although nobody has proved who made them. */
export const packageVerificationOff: StepCheck = {
  id: 'package-verification-off',
  run({ assignments, commands }) {
    const hits: Hit[] = [];
    const all = [...assignments, ...commands.flatMap((command) => command.assignments)];
    for (const { name, value } of all) if (variables.get(name)?.test(value)) hits.push({ subject: `${name}=${value}` });
    for (const { program, args } of commands) {
      const text = args.join(' ').slice(0, 4096);
      for (const rule of rules) {
        if (!rule.program.test(program)) continue;
        const [found] = rule.args.exec(text) ?? [];
        if (found !== undefined) hits.push({ subject: `${program} ${found.trim()}` });
      }
    }
    return hits;
  },
};
