import type { DockerfileCheck } from '../check.ts';
import { parseExecForm } from '../steps/build-step.ts';
import { ofKind } from './stages.ts';

const secretFile =
  /(?:^|\/)(?:\.env(?:\.(?!example|sample|template|dist|test)[\w-]+)?|id_(?:rsa|dsa|ecdsa|ed25519)|\.netrc|_netrc|\.npmrc|\.pypirc|\.pgpass|\.git-credentials|\.dockerconfigjson|\.aws(?:\/credentials)?|\.ssh|\.kube(?:\/config)?|credentials\.json|service-account[\w-]*\.json|[\w.-]+\.(?:pem|key|p12|pfx|jks|keystore|tfstate))\/?$/;
const harmless =
  /(?:^|\/)(?:public|ca|cert|chain|fullchain|ca-?bundle|root-?ca)[\w.-]*\.pem$|\.pub$|pub(?:lic)?[\w.-]*\.(?:pem|key)$/i;

export const copySecretFile: DockerfileCheck = {
  id: 'copy-secret-file',
  run: (file) =>
    ofKind(file, 'COPY', 'ADD').flatMap((instruction) => {
      // From another stage or image, not from the user's directory.
      if (instruction.flags.some(({ name }) => name === 'from') || instruction.heredocs.length > 0) return [];
      const sources = (parseExecForm(instruction.text) ?? instruction.text.split(/\s+/)).slice(0, -1);
      return sources
        .filter((source) => secretFile.test(source) && !harmless.test(source))
        .map((source) => ({ instruction, subject: source.slice(0, 200) }));
    }),
};
