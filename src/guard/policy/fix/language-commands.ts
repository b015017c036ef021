import type { Project, Tool } from './project.ts';

export interface LanguageUpgrade {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Not the project's own dependency, as far as is known. */
  readonly transitive: boolean;
}

interface Lines {
  readonly commands: readonly string[];
  readonly notes?: readonly string[];
}

/** Commands that bring packages of one project to their versions. Names and versions are quoted where a shell could read them otherwise. */
export function languageCommands(project: Project, upgrades: readonly LanguageUpgrade[]): Lines {
  const lines = upgrades.map((upgrade) => tools[project.tool](upgrade, project));
  const overrides = overridesNote(project, upgrades);
  const notes = new Set(lines.flatMap((line) => line.notes ?? []));
  return { commands: joinCommands(project.tool, lines), notes: [...notes, ...overrides] };
}

/** Several `npm install a@1` are one `npm install a@1 b@2`; a repeated line stands once. */
function joinCommands(tool: Tool, lines: readonly Lines[]): string[] {
  const commands = [...new Set(lines.flatMap((line) => line.commands))];
  const joinable = [
    'npm install ',
    'npm update ',
    'pnpm add ',
    'pnpm update ',
    'yarn add ',
    'bun add ',
    'bun update ',
    'pip install ',
    'go get ',
    'bundle update --conservative ',
  ];
  const groups = new Map<string, string[]>();
  for (const command of commands) {
    const start = joinable.find((prefix) => command.startsWith(prefix)) ?? command;
    groups.set(start, [...(groups.get(start) ?? []), command.slice(start.length)]);
  }
  const joined = [...groups].map(([start, rest]) =>
    rest.length === 1 && rest[0] === '' ? start : start + rest.join(' '),
  );
  return tool === 'go' && joined.some((command) => command.startsWith('go get')) ? [...joined, 'go mod tidy'] : joined;
}

type MakeLines = (upgrade: LanguageUpgrade, project: Project) => Lines;

const tools: Readonly<Record<Tool, MakeLines>> = {
  npm: ({ name, to, transitive }) => ({
    commands: [transitive ? `npm update ${word(name)}` : `npm install ${word(`${name}@${to}`)}`],
  }),
  pnpm: ({ name, to, transitive }) => ({
    commands: [transitive ? `pnpm update ${word(name)}` : `pnpm add ${word(`${name}@${to}`)}`],
  }),
  yarn: ({ name, to, transitive }) => ({
    commands: transitive ? [] : [`yarn add ${word(`${name}@${to}`)}`],
  }),
  bun: ({ name, to, transitive }) => ({
    commands: [transitive ? `bun update ${word(name)}` : `bun add ${word(`${name}@${to}`)}`],
  }),
  pip: ({ name, to }, { isLockFile, where }) => ({
    commands: [`pip install ${word(`${name}==${to}`)}`],
    ...(isLockFile ? { notes: [`Put the same versions into ${where}: ${name}==${to}`] } : {}),
  }),
  poetry: ({ name, to, transitive }) => ({
    commands: [transitive ? `poetry update ${word(name)}` : `poetry add ${word(`${name}@>=${to}`)}`],
  }),
  uv: ({ name, to }) => ({ commands: [`uv lock --upgrade-package ${word(`${name}==${to}`)}`, 'uv sync'] }),
  pipenv: ({ name, to }) => ({ commands: [`pipenv upgrade ${word(`${name}==${to}`)}`] }),
  pdm: ({ name, to, transitive }) => ({
    commands: [transitive ? `pdm update ${word(name)}` : `pdm add ${word(`${name}>=${to}`)}`],
  }),
  conda: ({ name, to }) => ({ commands: [`conda install -y ${word(`${name}>=${to}`)}`] }),
  go: ({ name, to }) => goLines(name, to),
  cargo: ({ name, from, to }) => ({ commands: [`cargo update -p ${word(`${name}@${from}`)} --precise ${word(to)}`] }),
  bundler: ({ name, to }, { isLockFile }) => ({
    commands: [isLockFile ? `bundle update --conservative ${word(name)}` : `gem install ${word(name)} -v ${word(to)}`],
    notes: isLockFile ? [`In the Gemfile, where it holds ${name} back: gem '${name}', '>= ${to}'`] : [],
  }),
  composer: ({ name, to, transitive }) => ({
    commands: [
      transitive
        ? `composer update ${word(name)} --with-all-dependencies`
        : `composer require ${word(`${name}:^${to}`)} --with-all-dependencies`,
    ],
  }),
  maven: ({ name, to, transitive }) => mavenLines(name, to, transitive),
  gradle: ({ name, to }) => ({ commands: [`constraints { implementation("${name}:${to}") }`] }),
  dotnet: ({ name, to }) => ({ commands: [`dotnet add package ${word(name)} --version ${word(to)}`] }),
  other: ({ name, to }) => ({ commands: [], notes: [`Bring ${name} to ${to} or later.`] }),
};

/** The standard library comes with the compiler. */
function goLines(name: string, to: string): Lines {
  const bare = to.replace(/^v/, '');
  if (name === 'stdlib' || name === 'std' || name === 'toolchain')
    return {
      commands: [`go get go@${word(bare)}`],
      notes: [`Build with Go ${bare} or later, for example FROM golang:${bare}.`],
    };
  return { commands: [`go get ${word(`${name}@v${bare}`)}`] };
}

function mavenLines(name: string, to: string, transitive: boolean): Lines {
  const [group = name, artifact = name] = name.split(':');
  const lines = [
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${to}</version></dependency>`,
  ];
  return {
    commands: lines,
    notes: [
      transitive
        ? 'Put the line into <dependencyManagement> of pom.xml.'
        : 'Set the version in pom.xml, or in <dependencyManagement>.',
    ],
  };
}

/** How to force a version that other packages hold back. In an image nobody says which packages are the project's own. */
function overridesNote({ tool, isLockFile }: Project, upgrades: readonly LanguageUpgrade[]): string[] {
  const held = isLockFile ? upgrades.filter((upgrade) => upgrade.transitive) : upgrades;
  if (held.length === 0) return [];
  const versions = JSON.stringify(Object.fromEntries(held.map(({ name, to }) => [name, to])));
  const where = isLockFile ? 'Where the version is held back' : 'For those that package.json does not name itself';
  switch (tool) {
    case 'npm':
    case 'bun':
      return [`${where}, in package.json: "overrides": ${versions}`];
    case 'pnpm':
      return [`${where}, in package.json: "pnpm": {"overrides": ${versions}}`];
    case 'yarn':
      return [`In package.json, then yarn install: "resolutions": ${versions}`];
    default:
      return [];
  }
}

/** Safe in a shell. */
function word(text: string): string {
  return /^[A-Za-z0-9@%_+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
