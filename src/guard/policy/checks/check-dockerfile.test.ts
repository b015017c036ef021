// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of shells and Dockerfiles are the subject
import { describe, expect, it } from 'vitest';
import { fakeText } from '#testing/secret-example.ts';
import { checkDockerfile } from './check-dockerfile.ts';

const head = 'FROM debian:12.8-slim@sha256:aa';
const secret = fakeText('an', 24);

/** Check → instructions that violate it, and ones that do not. Each stands after FROM. */
const cases: Record<string, { bad: string[]; good: string[] }> = {
  'add-instead-of-copy': {
    bad: ['ADD app.js /app/', 'ADD ["a b", "/x/"]'],
    good: ['ADD a.tar.gz /x/', 'ADD https://a.b/c /x/', 'ADD $SRC /x/', 'COPY a /x/', 'ADD git@github.com:a/b.git /x/'],
  },
  'add-remote-url': {
    bad: ['ADD https://a.b/c.tgz /x/', 'ADD ["http://a.b/c", "/x"]', 'ONBUILD ADD https://a.b/c /x'],
    good: ['ADD --checksum=sha256:ab https://a.b/c /x/', 'ADD c.tgz /x/', 'RUN curl https://a.b/c'],
  },
  'apt-cli': {
    bad: ['RUN apt install -y a'],
    good: ['RUN apt-get install -y a', 'RUN apt-cache search a', 'RUN echo apt install'],
  },
  'apt-install-recommends': {
    bad: ['RUN apt-get install -y a', 'RUN apt-get -y install a'],
    good: [
      'RUN apt-get install -y --no-install-recommends a',
      'RUN apt-get -o APT::Install-Recommends=false install -y a',
    ],
  },
  'apt-update-alone': {
    bad: ['RUN apt-get update', 'RUN apk update', 'RUN apt-get -q update && rm x'],
    good: [
      'RUN apt-get update && apt-get install -y a',
      'RUN apk add --no-cache a',
      'RUN apt-get update && xargs apt-get install -y < list',
    ],
  },
  'cd-in-run': { bad: ['RUN cd /app', 'RUN mkdir a && cd a'], good: ['RUN cd /app && make', 'WORKDIR /app'] },
  'chmod-world-writable': {
    bad: ['RUN chmod 777 /x', 'RUN chmod -R a+w /x', 'RUN chmod 0666 /x', 'COPY --chmod=777 a /b', 'RUN chmod o+w /x'],
    good: [
      'RUN chmod 755 /x',
      'RUN chmod 1777 /tmp',
      'RUN chmod +x /x',
      'RUN chmod u+w,g+w /x',
      'COPY --chmod=644 a /b',
    ],
  },
  'copy-destination': { bad: ['COPY a b /c'], good: ['COPY a b /c/', 'COPY a /c', 'COPY a b .', 'COPY a b $DIR'] },
  'copy-secret-file': {
    bad: ['COPY .env /app/', 'COPY id_rsa /root/.ssh/', 'ADD certs/server.key /x/', 'COPY .npmrc .'],
    good: [
      'COPY .env.example /app/',
      'COPY --from=x .env /app/',
      'COPY ca.pem /x/',
      'COPY id_rsa.pub /x/',
      'COPY src/key.ts /x/',
    ],
  },
  'curl-pipe-sh': {
    bad: [
      'RUN curl -fsSL https://a.b/i.sh | sh',
      'RUN wget -qO- https://a.b | sudo -E bash -',
      'RUN sh -c "$(curl -fsSL https://a.b)"',
      'RUN bash <(curl -s https://a.b)',
      'RUN curl https://a.b | tar xz -O | sh -s -- -y',
      'RUN curl https://a.b | python3 -',
      'RUN eval "$(wget -qO - https://a.b)"',
      'RUN curl https://a.b | \\\n    bash',
      'RUN ["sh", "-c", "curl https://a.b | sh"]',
      'RUN $(curl https://a.b)',
    ],
    good: [
      'RUN curl https://a.b | tar xz',
      'RUN curl https://a.b | python3 -m json.tool',
      'RUN curl https://a.b | gpg --dearmor',
      'RUN curl -o x https://a.b && sha256sum -c y && sh x',
      'RUN echo "curl https://a.b | sh"',
      'RUN curl https://a.b || sh fallback.sh',
      'RUN curl https://a.b | bash other.sh',
      'RUN V=$(curl https://a.b) && sh x',
    ],
  },
  'docker-socket-volume': {
    bad: ['VOLUME /var/run/docker.sock', 'VOLUME ["/data", "/run/containerd/containerd.sock"]'],
    good: ['VOLUME /data'],
  },
  'duplicate-stage': {
    bad: ['FROM b:1@sha256:a AS x\nFROM c:1@sha256:a AS X'],
    good: ['FROM b:1 AS x\nFROM c:1 AS y'],
  },
  'install-without-yes': {
    bad: ['RUN apt-get install a', 'RUN yum install a', 'RUN zypper install a'],
    good: [
      'RUN apt-get install -qy a',
      'RUN apk add a',
      'RUN yum -y install a',
      'RUN zypper -n install a',
      'RUN yes | apt-get install a',
      'RUN apt-get update',
      'RUN microdnf install -y a',
    ],
  },
  'invalid-port': {
    bad: ['EXPOSE 70000', 'EXPOSE http', 'EXPOSE 0', 'EXPOSE 90-80'],
    good: ['EXPOSE 80 443/tcp 53/udp', 'EXPOSE $PORT', 'EXPOSE 80-90'],
  },
  'latest-tag': {
    bad: ['FROM debian', 'FROM debian:latest', 'FROM r.example.net:5000/a', 'ARG X\nFROM a:latest AS b'],
    good: ['FROM debian:12', 'FROM debian@sha256:ab', 'FROM scratch', 'FROM ${BASE}'],
  },
  'base-not-pinned': {
    bad: ['FROM debian:12'],
    good: ['FROM debian@sha256:ab', 'FROM scratch', 'FROM ${BASE}', 'FROM a@sha256:b AS x\nFROM x'],
  },
  'maintainer-deprecated': { bad: ['MAINTAINER me'], good: ['LABEL maintainer=me'] },
  'malformed-exec-form': {
    bad: ["CMD ['a']", 'ENTRYPOINT ["a", ]'],
    good: ['CMD ["a"]', 'RUN [ -f x ] && y', 'RUN [ "a" = "b" ]|| x'],
  },
  'no-healthcheck': {
    bad: ['CMD ["a"]', 'HEALTHCHECK NONE'],
    good: ['HEALTHCHECK CMD true', 'HEALTHCHECK --interval=5s CMD ["true"]'],
  },
  'npm-install': {
    bad: ['RUN npm install', 'RUN npm i --omit=dev'],
    good: ['RUN npm ci', 'RUN npm install express', 'RUN npm install -g npm'],
  },
  'os-upgrade-in-build': {
    bad: [
      'RUN apt-get update && apt-get -y upgrade',
      'RUN apt-get dist-upgrade -y',
      'RUN apk upgrade --no-cache',
      'RUN yum update -y',
      'RUN dnf -y upgrade',
    ],
    good: [
      'RUN apt-get update',
      'RUN yum update -y openssl',
      'RUN pip install --upgrade pip',
      'RUN apk add --upgrade a',
    ],
  },
  'package-cache': {
    bad: [
      'RUN apt-get update && apt-get install -y a',
      'RUN apk add a',
      'RUN pip install a',
      'RUN yum install -y a',
      'RUN dnf install -y a',
      'RUN zypper -n install a',
    ],
    good: [
      'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*',
      'RUN apk add --no-cache a',
      'RUN pip install --no-cache-dir a',
      'RUN yum install -y a && yum clean all',
      'RUN PIP_NO_CACHE_DIR=1 pip install a',
      'RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y a',
      'RUN dnf -y install a && rm -rf /var/cache/dnf',
      'FROM x:1 AS y\nRUN apk add a\nFROM z:1\nCOPY --from=y /a /b',
    ],
  },
  'package-verification-off': {
    bad: [
      'RUN apt-get install -y --allow-unauthenticated a',
      'RUN apt-get --force-yes install a',
      'RUN yum install -y --nogpgcheck a',
      'RUN apk add --allow-untrusted a.apk',
      'RUN echo "deb [trusted=yes] http://a b c" > /etc/apt/sources.list',
      'RUN rpm -i --nosignature a.rpm',
    ],
    good: ['RUN apt-get install -y a', 'RUN yum install -y a', 'RUN echo "gpgcheck=1" > x'],
  },
  'pointless-command': {
    bad: ['RUN service nginx start', 'RUN ps aux', 'RUN shutdown now'],
    good: ['RUN systemctl enable nginx', 'RUN apt-get install -y vim', 'RUN echo ps'],
  },
  'port-22-exposed': {
    bad: ['EXPOSE 22', 'EXPOSE 80 22/tcp', 'EXPOSE 20-25'],
    good: ['EXPOSE 2222', 'EXPOSE 22/udp', 'EXPOSE 220'],
  },
  'repeated-instruction': {
    bad: ['CMD ["a"]\nCMD ["b"]', 'ENTRYPOINT ["a"]\nENTRYPOINT ["b"]', 'HEALTHCHECK NONE\nHEALTHCHECK CMD a'],
    good: ['CMD ["a"]', 'CMD ["a"]\nFROM x:1\nCMD ["b"]'],
  },
  'risky-port-exposed': { bad: ['EXPOSE 23', 'EXPOSE 2375/tcp'], good: ['EXPOSE 8080', 'EXPOSE 1-65535'] },
  'runs-as-root': {
    bad: ['CMD ["a"]', 'USER root', 'USER 0', 'USER 0:0', 'USER app\nUSER root', 'USER app\nFROM x:1'],
    good: [
      'USER app',
      'USER 1000:0',
      'USER root\nRUN x\nUSER 10001',
      'FROM x:1 AS b\nUSER app\nFROM b',
      'FROM gcr.io/distroless/static:nonroot',
    ],
  },
  'secret-in-build-arg': {
    bad: [`ARG API_TOKEN=${secret}`, 'ARG GITHUB_TOKEN', `ARG X=ghp_${fakeText('an', 36)}`],
    good: ['ARG VERSION=1.2.3', 'ARG TOKEN_URL=https://a.b', 'ARG NODE_ENV'],
  },
  'secret-in-command': {
    bad: [
      `RUN curl -u bob:${secret} https://acme.dev`,
      `RUN git clone https://x:${secret}@git.acme.dev/a`,
      `RUN export API_TOKEN=${secret}`,
      `CMD ["a", "--password=${secret}"]`,
    ],
    good: [
      'RUN curl -u "$USER:$PASS" https://a.b',
      'RUN --mount=type=secret,id=t TOKEN=$(cat /run/secrets/t) make',
      'RUN make PASSWORD=changeme',
    ],
  },
  'secret-in-env': {
    bad: [`ENV DB_PASSWORD=${secret}`, `ENV DB_PASSWORD ${secret}`, `ENV A=b API_KEY="${secret}"`],
    good: [
      'ENV PASSWORD_FILE=/run/secrets/x',
      'ENV TOKEN=$TOKEN',
      'ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D',
      'ENV PATH=/a:$PATH',
    ],
  },
  'secret-in-label': { bad: [`LABEL api_token=${secret}`], good: ['LABEL version="1.0"'] },
  'shell-form-start': {
    bad: ['CMD node server.js', 'ENTRYPOINT /start.sh'],
    good: ['CMD ["node"]', 'CMD exec node', 'CMD node\nCMD ["node"]'],
  },
  'ssh-server': {
    bad: [
      'RUN apt-get install -y openssh-server',
      'RUN apk add --no-cache openssh=9.0',
      'CMD ["/usr/sbin/sshd", "-D"]',
      'RUN yum -y install openssh-server',
    ],
    good: ['RUN apt-get install -y openssh-client', 'RUN echo openssh-server'],
  },
  'sudo-in-run': {
    bad: ['RUN sudo apt-get update', 'RUN true && sudo -E make'],
    good: ['RUN apt-get install -y sudo', 'RUN echo sudo'],
  },
  'sudo-nopasswd': {
    bad: ['RUN echo "app ALL=(ALL) NOPASSWD:ALL" >> /etc/sudoers'],
    good: ['RUN echo "app ALL=(ALL) NOPASSWD:/bin/x" >> /etc/sudoers'],
  },
  'tls-verification-off': {
    bad: [
      'RUN curl -k https://a.b',
      'RUN curl -fsSLk https://a.b',
      'RUN curl --insecure https://a.b',
      'RUN wget --no-check-certificate https://a.b',
      'RUN npm config set strict-ssl false',
      'RUN npm install --strict-ssl=false',
      'RUN git -c http.sslVerify=false clone x',
      'RUN git config --global http.sslVerify false',
      'RUN pip install --trusted-host a.b x',
      'ENV NODE_TLS_REJECT_UNAUTHORIZED=0',
      'RUN NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci',
      'RUN export GIT_SSL_NO_VERIFY=1',
      'ENV PYTHONHTTPSVERIFY 0',
      'RUN yum --setopt=sslverify=false install -y a',
      "RUN sh -c 'curl -k https://a.b'",
      'RUN yarn config set strict-ssl false',
      'RUN apt-get -o Acquire::https::Verify-Peer=false update',
      'ARG NPM_CONFIG_STRICT_SSL=false',
      'RUN sudo curl -sk https://a.b -o x',
      'RUN python3 -m pip install --trusted-host a x',
      'RUN composer config -g disable-tls true',
    ],
    good: [
      'RUN curl -o k https://a.b',
      'RUN curl -ok https://a.b',
      'RUN curl -u -k https://a.b',
      'RUN wget -k https://a.b',
      'RUN git config http.sslVerify true',
      'ENV NODE_TLS_REJECT_UNAUTHORIZED=1',
      'RUN echo curl -k',
      'RUN tar -k x',
      'RUN curl --key k https://a.b',
      'RUN npm config set strict-ssl true',
    ],
  },
  'unknown-instruction': { bad: ['RUNN x', '&& y'], good: ['RUN x', 'run x'] },
  'unknown-stage': {
    bad: ['COPY --from=later a b\nFROM x:1 AS later', 'COPY --from=5 a b', 'FROM x:1 AS me\nCOPY --from=me a b'],
    good: ['FROM x:1 AS b\nFROM y:1\nCOPY --from=b a c\nCOPY --from=0 a c', 'COPY --from=nginx:1 a b'],
  },
  'workdir-relative': {
    bad: ['WORKDIR app'],
    good: ['WORKDIR /app', 'WORKDIR $HOME/app', 'WORKDIR "/a b"', 'WORKDIR C:\\app'],
  },
};

const run = (text: string) => checkDockerfile(`${text}\n`, 'Dockerfile');
const ids = (text: string) => run(text).map(({ id }) => id);

describe.each(Object.entries(cases))('%s', (id, { bad, good }) => {
  it.each(bad)('finds %s', (text) => {
    expect(ids(`${head}\n${text}`)).toContain(id);
  });
  it.each(good)('is silent about %s', (text) => {
    expect(ids(`${head}\n${text}`)).not.toContain(id);
  });
});

describe('checkDockerfile', () => {
  it('no-from: something stands before FROM', () => {
    expect(ids('RUN x\nFROM a')).toContain('no-from');
    expect(ids('ARG A=1\nFROM a')).not.toContain('no-from');
    expect(run('')).toEqual([]);
  });

  it('names lines, keeps secrets out, and gives every finding its own fingerprint', () => {
    const found = run(
      `${head}\nENV A=1\nRUN apt-get update && \\\n  # why\n  curl -k https://a.b | sh\nRUN curl -k https://c.d\nENV DB_PASSWORD=${secret}`,
    );
    expect(found.find(({ id }) => id === 'curl-pipe-sh')?.evidence).toMatchObject({
      file: 'Dockerfile',
      line: 3,
      endLine: 5,
      where: 'dockerfile',
    });
    expect(found.filter(({ id }) => id === 'tls-verification-off')).toHaveLength(2);
    expect(new Set(found.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
    expect(JSON.stringify(found)).not.toContain(secret.slice(5, 15));
  });

  it('keeps fingerprints when lines move', () => {
    const prints = (text: string) =>
      run(text)
        .map(({ fingerprint }) => fingerprint)
        .sort();
    expect(prints(`${head}\nRUN curl -k https://a.b`)).toEqual(
      prints(`# comment\n\n${head}\n\n\nRUN curl -k https://a.b`),
    );
  });

  it('has nothing to say of a good file', () => {
    const good = [
      'FROM node:22.11.0-slim@sha256:aa AS build',
      'WORKDIR /app',
      'COPY package.json package-lock.json ./',
      'RUN npm ci',
      'COPY . .',
      'FROM gcr.io/distroless/nodejs22-debian12:nonroot@sha256:bb',
      'COPY --from=build /app /app',
      'WORKDIR /app',
      'USER 65532',
      'EXPOSE 8080',
      'HEALTHCHECK CMD ["/nodejs/bin/node", "health.js"]',
      'CMD ["server.js"]',
    ].join('\n');
    expect(run(good)).toEqual([]);
  });
});
