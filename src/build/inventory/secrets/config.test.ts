// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells and Dockerfiles are the subject
import { describe, expect, it } from 'vitest';
import type { ImageConfig } from '#core/image.ts';
import { fakeText } from '#testing/secret-example.ts';
import { findConfigSecrets } from './config.ts';
import { redactConfig, redactText } from './redact-config.ts';

const empty: ImageConfig = {
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: {},
  history: [],
  diffIds: [],
};
const history = (...steps: string[]) => steps.map((createdBy) => ({ createdBy, emptyLayer: false }));
const random = (seed: number) => fakeText('an', 28, seed);
const brief = (config: Partial<ImageConfig>) =>
  findConfigSecrets({ ...empty, ...config }).map(
    ({ where, name, origin, rule }) => `${where} ${name} ${origin} ${rule}`,
  );

describe('findConfigSecrets', () => {
  it('finds variables and labels by format, else by name', () => {
    expect(
      brief({
        env: [
          'PATH=/bin',
          `DB_PASSWORD=${random(1)}`,
          `X=ghp_${fakeText('an', 36)}`,
          'GPG_KEY=E3FF2839C048B25C084DEBE9B26995E310250568',
        ],
        labels: { api_token: random(2), version: random(3) },
      }),
    ).toEqual(['env DB_PASSWORD env secret-by-name', 'env X env github-pat', 'label api_token label secret-by-name']);
  });

  it('leaves placeholders, files and switches alone', () => {
    const env = [
      'PASSWORD=changeme',
      'TOKEN_FILE=/run/secrets/x',
      'SECRET=',
      'API_TOKEN=${TOKEN}',
      'USE_TOKEN=true',
      'PASSWORD_LENGTH=12',
      'SSH_KEY=/root/.ssh/id',
    ];
    expect(brief({ env })).toEqual([]);
  });

  it('reads build arguments of every builder', () => {
    const token = random(1);
    const forms = [
      `RUN |1 TOKEN=${token} /bin/sh -c make # buildkit`,
      `|1 TOKEN=${token} /bin/sh -c make`,
      `|3 A=b c TOKEN=${token} Z=last /bin/sh -c make`,
      `RUN |2 A=1 TOKEN=${token} /bin/bash -o pipefail -c make # buildkit`,
      `ARG TOKEN=${token}`,
      `/bin/sh -c #(nop)  ARG TOKEN=${token}`,
    ];
    for (const form of forms)
      expect(brief({ history: history(form) }), form).toEqual(['history TOKEN build-arg secret-by-name']);
  });

  it('reads commands and repeats nothing that the environment has', () => {
    const password = random(1);
    expect(brief({ env: [`DB_PASSWORD=${password}`], history: history(`ENV DB_PASSWORD=${password}`) })).toEqual([
      'env DB_PASSWORD env secret-by-name',
    ]);
    expect(
      brief({ history: history(`RUN /bin/sh -c curl -fsS -u deploy:${password} https://files.acme.dev/x # buildkit`) }),
    ).toEqual(['history curl command command-line-password']);
    expect(brief({ history: history(`/bin/sh -c export API_TOKEN=${password} && make`) })).toEqual([
      'history API_TOKEN command secret-by-name',
    ]);
    expect(brief({ history: history(`/bin/sh -c git clone https://bot:${password}@git.acme.dev/x`) })[0]).toMatch(
      /^history \S+ command basic-auth-url$/,
    );
    expect(brief({ cmd: ['app', `--password=${password}`] })).toEqual([
      'config app start-command command-line-password',
    ]);
  });
});

describe('redactConfig', () => {
  it('leaves no secret and no harm to the rest', () => {
    const secret = random(9);
    const config: ImageConfig = {
      ...empty,
      env: ['PATH=/usr/bin:/bin', `DB_PASSWORD=${secret}`, `URL=postgres://u:${secret}@db/x`],
      labels: { api_token: secret, maintainer: 'a@b.c' },
      cmd: ['app', '--password', secret, `--token=${secret}`],
      history: history(
        `RUN |1 TOKEN=${secret} /bin/sh -c make # buildkit`,
        `ENV DB_PASSWORD=${secret}`,
        `/bin/sh -c #(nop) ENV DB_PASSWORD ${secret}`,
        `RUN curl -u a:${secret} https://x.acme.dev`,
        'COPY . / # buildkit',
      ),
    };
    const text = JSON.stringify(redactConfig(config));
    expect(text).not.toContain(secret.slice(4, 14));
    expect(text).toContain('PATH=/usr/bin:/bin');
    expect(text).toContain('COPY . / # buildkit');
    expect(text).toContain('TOKEN=');
    expect(redactText('RUN make install')).toBe('RUN make install');
  });
});
