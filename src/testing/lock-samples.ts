/** A small lock file or manifest of one format, at its natural path, and what it says. Hand-written; the seeds of the fuzz test, too. */
export interface LockSample {
  /** Id of the cataloger. */
  readonly cataloger: string;
  readonly path: string;
  readonly text: string;
  /** Every package: `purl`, `purl dev`, `purl -> name@version, name@version` (what it needs), in any order. */
  readonly packages: readonly string[];
  /** Codes of the issues. */
  readonly issues?: readonly string[];
}

export const lockSamples: readonly LockSample[] = [
  {
    cataloger: 'cargo/cargo-lock',
    path: 'Cargo.lock',
    text: `version = 3

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "rand 0.7.3",
 "rand 0.8.5 (registry+https://github.com/rust-lang/crates.io-index)",
 "libc",
]

[[package]]
name = "libc"
version = "0.2.54"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "rand"
version = "0.7.3"

[[package]]
name = "rand"
version = "0.8.5"
`,
    packages: [
      'pkg:cargo/app@0.1.0 -> rand@0.7.3, rand@0.8.5, libc@0.2.54',
      'pkg:cargo/libc@0.2.54',
      'pkg:cargo/rand@0.7.3',
      'pkg:cargo/rand@0.8.5',
    ],
  },
  {
    cataloger: 'cocoapods/podfile-lock',
    path: 'ios/Podfile.lock',
    text: 'PODS:\n  - AppCenter (4.2.0):\n    - AppCenter/Core (= 4.2.0)\n  - AppCenter/Core (4.2.0)\n\nDEPENDENCIES:\n  - AppCenter\n\nCOCOAPODS: 1.11.2\n',
    packages: ['pkg:cocoapods/AppCenter@4.2.0 -> AppCenter/Core@4.2.0', 'pkg:cocoapods/AppCenter@4.2.0#Core'],
  },
  {
    cataloger: 'composer/composer-lock',
    path: 'composer.lock',
    text: JSON.stringify({
      packages: [
        { name: 'symfony/http-kernel', version: 'v4.4.0', license: ['MIT'], require: { php: '>=7', 'psr/log': '*' } },
        { name: 'psr/log', version: '1.1.4' },
      ],
      'packages-dev': [{ name: 'phpunit/phpunit', version: '9.5.0' }],
    }),
    packages: [
      'pkg:composer/phpunit/phpunit@9.5.0 dev',
      'pkg:composer/psr/log@1.1.4',
      'pkg:composer/symfony/http-kernel@4.4.0 -> psr/log@1.1.4',
    ],
  },
  {
    cataloger: 'conan/conan-lock',
    path: 'conan.lock',
    text: JSON.stringify({
      version: '0.4',
      graph_lock: {
        nodes: {
          0: { ref: 'app/1.0', path: 'conanfile.py', requires: ['1'] },
          1: { ref: 'openssl/3.0.5@user/stable#abc', requires: ['2'] },
          2: { ref: 'zlib/1.2.12' },
        },
      },
    }),
    packages: ['pkg:conan/openssl@3.0.5?channel=stable&user=user -> zlib@1.2.12', 'pkg:conan/zlib@1.2.12'],
  },
  {
    cataloger: 'conan/conanfile',
    path: 'conanfile.txt',
    text: '[requires]\nzlib/1.2.13 # compression\nfmt/[>9]\n\n[tool_requires]\nninja/1.11.1\n\n[generators]\nCMakeDeps\n',
    packages: ['pkg:conan/ninja@1.11.1 dev', 'pkg:conan/zlib@1.2.13'],
  },
  {
    cataloger: 'conan/conaninfo',
    path: 'root/.conan/data/mfast/1.2.2/_/_/package/9d1f/conaninfo.txt',
    text: '[requires]\n    boost/1.Y.Z\n\n[full_requires]\n    boost/1.75.0:dc8a\n',
    packages: ['pkg:conan/boost@1.75.0', 'pkg:conan/mfast@1.2.2 -> boost@1.75.0'],
  },
  {
    cataloger: 'conda/environment',
    path: 'environment.yml',
    text: `name: app
channels: [defaults]
dependencies:
  - conda-forge::blas=1.0=openblas
  - libgomp 13.2.0 hf8544c7_5
  - numpy >=1.2
  - openssl=3.*
  - pip:
      - Django_Rest==5.0.6
      - -e .
`,
    packages: ['pkg:conda/blas@1.0', 'pkg:conda/libgomp@13.2.0', 'pkg:pypi/django-rest@5.0.6'],
  },
  {
    cataloger: 'cran/renv-lock',
    path: 'renv.lock',
    text: JSON.stringify({
      R: { Version: '4.2.3' },
      Packages: {
        markdown: { Package: 'markdown', Version: '1.0', Requirements: ['mime', 'R'] },
        mime: { Package: 'mime', Version: '0.7' },
      },
    }),
    packages: ['pkg:cran/markdown@1.0 -> mime@0.7', 'pkg:cran/mime@0.7'],
  },
  {
    cataloger: 'gem/gemfile-lock',
    path: 'Gemfile.lock',
    text: `GIT
  remote: https://github.com/org/own.git
  revision: abc
  specs:
    own (0.1.0)
      rack (>= 1)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.10.0-x86_64-linux)
      racc (~> 1.4)
    racc (1.6.0)
    rack (2.0.1)

PLATFORMS
  x86_64-linux

DEPENDENCIES
  nokogiri (= 1.10.0)

BUNDLED WITH
   2.1.4
`,
    packages: [
      'pkg:gem/nokogiri@1.10.0?platform=x86_64-linux -> racc@1.6.0',
      'pkg:gem/own@0.1.0 -> rack@2.0.1',
      'pkg:gem/racc@1.6.0',
      'pkg:gem/rack@2.0.1',
    ],
  },
  {
    cataloger: 'github/actions',
    path: '.github/workflows/ci.yml',
    text: `jobs:
  shared:
    uses: octo-org/shared/.github/workflows/test.yml@v2
  build:
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
      - name: Cache
        uses: "actions/cache/restore@v3"
      - uses: ./.github/actions/own
      - run: |
          echo "
          uses: evil/injected@v1"
`,
    packages: [
      'pkg:github/actions/cache@v3#restore',
      'pkg:github/actions/checkout@v4.2.2',
      'pkg:github/octo-org/shared@v2#.github/workflows/test.yml',
    ],
  },
  {
    cataloger: 'golang/go-mod',
    path: 'go.mod',
    text: `module example.com/app

go 1.21

toolchain go1.22.5

require (
	github.com/sirupsen/logrus v1.9.3 // a comment
	golang.org/x/net v0.5.6 // indirect
	example.com/folder v1.0.0
	example.com/broken v1.1.0
)

require "golang.org/x/sys" v0.1.0

exclude example.com/broken v1.1.0

replace (
	golang.org/x/net v0.5.6 => example.com/fork/net v1.4.5
	golang.org/x/sys v9.9.9 => example.com/unused v1.0.0
	example.com/folder => ./folder
)
`,
    packages: [
      'pkg:golang/example.com/fork/net@v1.4.5',
      'pkg:golang/github.com/sirupsen/logrus@v1.9.3',
      'pkg:golang/golang.org/x/sys@v0.1.0',
      'pkg:golang/stdlib@1.22.5',
    ],
  },
  {
    cataloger: 'golang/vendor-modules',
    path: 'vendor/modules.txt',
    text: `# github.com/pelletier/toml v1.2.1
## explicit; go 1.21
github.com/pelletier/toml
# golang.org/x/net v0.5.6 => example.com/fork/net v1.4.5
## explicit
example.com/fork/net/http2
# example.com/not-in-the-build v0.1.0
## explicit
`,
    packages: ['pkg:golang/example.com/fork/net@v1.4.5', 'pkg:golang/github.com/pelletier/toml@v1.2.1'],
  },
  {
    cataloger: 'hackage/cabal-freeze',
    path: 'cabal.project.freeze',
    text: 'active-repositories: hackage.haskell.org:merge\nconstraints: any.aeson ==2.0.3.0,\n             aeson -cffi,\n             any.base ==4.14.3.0,\n-- any.old ==1.0\nindex-state: hackage.haskell.org 2022-01-01T00:00:00Z\n',
    packages: ['pkg:hackage/aeson@2.0.3.0', 'pkg:hackage/base@4.14.3.0'],
  },
  {
    cataloger: 'hackage/stack',
    path: 'stack.yaml.lock',
    text: 'packages:\n- completed:\n    hackage: configurator-pg-0.2.6@sha256:cd9b,2849\n  original:\n    hackage: configurator-pg-0.2.6\nsnapshots: []\n',
    packages: ['pkg:hackage/configurator-pg@0.2.6'],
  },
  {
    cataloger: 'hex/gleam-manifest',
    path: 'manifest.toml',
    text: `packages = [
  { name = "gleam_json", version = "1.0.0", build_tools = ["gleam"], requirements = ["gleam_stdlib"], otp_app = "gleam_json", source = "hex" },
  { name = "gleam_stdlib", version = "0.34.0", build_tools = ["gleam"], requirements = [], source = "hex" },
]

[requirements]
gleam_json = { version = "~> 1.0" }
`,
    packages: ['pkg:hex/gleam_json@1.0.0 -> gleam_stdlib@0.34.0', 'pkg:hex/gleam_stdlib@0.34.0'],
  },
  {
    cataloger: 'hex/mix-lock',
    path: 'mix.lock',
    text: `%{
  "backoff": {:hex, :backoff, "1.1.6", "83b7", [:rebar3], [], "hexpm", "cf0c"},
  "renamed": {:hex, :real_name, "2.0.0", "a782", [:mix], [{:mime, "~> 1.0", [hex: :mime]}], "hexpm", "3466"},
  "own": {:git, "https://github.com/org/own.git", "a9574ab75d6ed01e1288c453ae1d943d7a964595", []},
  "broken": {:hex, },
}
`,
    packages: ['pkg:hex/backoff@1.1.6', 'pkg:hex/own', 'pkg:hex/real_name@2.0.0'],
  },
  {
    cataloger: 'hex/rebar-lock',
    path: 'rebar.lock',
    text: `{"1.2.0",
[{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.9.0">>},0},
 {<<"own">>,
  {git,"https://github.com/org/own.git",
       {ref,"abc"}},
  0}]}.
[{pkg_hash,[{<<"cowboy">>, <<"865D">>}]}].
`,
    packages: ['pkg:hex/cowboy@2.9.0', 'pkg:hex/own'],
  },
  {
    cataloger: 'java/gradle-lockfile',
    path: 'gradle.lockfile',
    text: '# comment\ncglib:cglib-nodep:2.1.2=classpath,testRuntimeClasspath\r\njunit:junit:4.13.2=testCompileClasspath,testRuntimeClasspath\nempty=\n',
    packages: ['pkg:maven/cglib/cglib-nodep@2.1.2', 'pkg:maven/junit/junit@4.13.2 dev'],
  },
  {
    cataloger: 'java/gradle-verification-metadata',
    path: 'gradle/verification-metadata.xml',
    text: `<?xml version="1.0" encoding="UTF-8"?>
<verification-metadata xmlns="https://schema.gradle.org/dependency-verification">
  <components>
    <component group='org.apache.pdfbox' name="pdfbox"
      version="2.0.17"><artifact name="pdfbox-2.0.17.jar"/></component>
    <component name="nameless" version="1"/>
  </components>
</verification-metadata>
`,
    packages: ['pkg:maven/org.apache.pdfbox/pdfbox@2.0.17'],
  },
  {
    cataloger: 'java/gradle-version-catalog',
    path: 'gradle/libs.versions.toml',
    text: `[versions]
groovy = "3.0.5"
rich = { strictly = "[1.0,2.0[", prefer = "1.5" }

[libraries]
guava = "com.google.guava:guava:30.1.1-jre"
groovy-core = { module = "org.codehaus.groovy:groovy", version.ref = "groovy" }
lang = { group = "org.apache.commons", name = "commons-lang3", version = "3.12.0" }
ranged = { module = "org.example:ranged", version.ref = "rich" }
`,
    packages: [
      'pkg:maven/com.google.guava/guava@30.1.1-jre',
      'pkg:maven/org.apache.commons/commons-lang3@3.12.0',
      'pkg:maven/org.codehaus.groovy/groovy@3.0.5',
    ],
  },
  {
    cataloger: 'java/pom-xml',
    path: 'pom.xml',
    text: `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <groupId>com.example</groupId><artifactId>app</artifactId><version>1.0</version>
  <properties><netty>4.1.42.Final</netty></properties>
  <dependencyManagement><dependencies><dependency>
    <groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>1.7.25</version>
  </dependency></dependencies></dependencyManagement>
  <dependencies>
    <dependency><groupId>io.netty</groupId><artifactId>netty-all</artifactId><version>\${netty}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId><version>[4.12]</version><scope>test</scope></dependency>
    <dependency><groupId>org.example</groupId><artifactId>unknown</artifactId></dependency>
  </dependencies>
</project>
`,
    packages: [
      'pkg:maven/com.example/app@1.0 -> io.netty:netty-all@4.1.42.Final, org.slf4j:slf4j-api@1.7.25, junit:junit@4.12',
      'pkg:maven/io.netty/netty-all@4.1.42.Final',
      'pkg:maven/junit/junit@4.12 dev',
      'pkg:maven/org.slf4j/slf4j-api@1.7.25',
    ],
    issues: ['java/version-unknown'],
  },
  {
    cataloger: 'java/sbt-lock',
    path: 'build.sbt.lock',
    text: JSON.stringify({
      lockVersion: 1,
      dependencies: [
        { org: 'org.apache.commons', name: 'commons-lang3', version: '3.9', configurations: ['compile', 'test'] },
        { org: 'org.scalatest', name: 'scalatest_2.13', version: '3.2.9', configurations: ['test'] },
      ],
    }),
    packages: ['pkg:maven/org.apache.commons/commons-lang3@3.9', 'pkg:maven/org.scalatest/scalatest_2.13@3.2.9 dev'],
  },
  {
    cataloger: 'julia/manifest',
    path: 'Manifest.toml',
    text: `julia_version = "1.9.0"
manifest_format = "2.0"

[[deps.JSON]]
git-tree-sha1 = "16b6"
uuid = "682c06a0-de6a-54ab-a142-c8b1cf79cde6"
version = "0.20.0"

[[deps.Dates]]
uuid = "ade2ca70-3891-5945-98fb-dc099432e06a"
`,
    packages: [
      'pkg:julia/Dates@1.9.0?uuid=ade2ca70-3891-5945-98fb-dc099432e06a',
      'pkg:julia/JSON@0.20.0?uuid=682c06a0-de6a-54ab-a142-c8b1cf79cde6',
    ],
  },
  {
    cataloger: 'npm/bun-lock',
    path: 'bun.lock',
    text: `{
  // written by bun
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "app", "dependencies": { "chalk": "^4", }, "devDependencies": { "old": "npm:supports-color@6", }, },
    "lib": { "name": "my-lib", "version": "1.0.0", },
  },
  "packages": {
    "chalk": ["chalk@4.1.2", "", { "dependencies": { "supports-color": "^7.1.0" } }, "sha512-x=="],
    "my-lib": ["my-lib@workspace:lib"],
    "old": ["supports-color@6.1.0", "", {}, "sha512-y=="],
    "own": ["own@github:org/own#abc", {}, "org-own-abc"],
    "chalk/supports-color": ["supports-color@7.2.0", "", {}, "sha512-z=="],
    "broken": [123],
  },
}
`,
    packages: [
      'pkg:npm/chalk@4.1.2 -> supports-color@7.2.0',
      'pkg:npm/my-lib@1.0.0',
      'pkg:npm/own',
      'pkg:npm/supports-color@6.1.0 dev',
      'pkg:npm/supports-color@7.2.0',
    ],
    issues: ['npm/bun-bad-entry'],
  },
  {
    cataloger: 'npm/deno-lock',
    path: 'deno.lock',
    text: JSON.stringify({
      version: '4',
      jsr: { '@std/bytes@1.0.2': { integrity: 'x' } },
      npm: {
        'chalk@5.3.0': { integrity: 'y' },
        'react-dom@18.2.0_react@18.2.0': { dependencies: ['react', 'loose-envify@1.4.0'] },
      },
      remote: { 'https://deno.land/std@0.140.0/fs/mod.ts': 'abc' },
    }),
    packages: [
      'pkg:generic/%40std/bytes@1.0.2',
      'pkg:generic/deno.land/std@0.140.0',
      'pkg:npm/chalk@5.3.0',
      'pkg:npm/react-dom@18.2.0 -> loose-envify@1.4.0',
    ],
  },
  {
    cataloger: 'npm/package-lock',
    path: 'package-lock.json',
    text: JSON.stringify({
      name: 'app',
      lockfileVersion: 3,
      packages: {
        '': { name: 'app', version: '1.0.0', dependencies: { a: '^1' }, workspaces: ['packages/*'] },
        'node_modules/a': { version: '1.0.0', dependencies: { b: '^2' }, license: 'MIT' },
        'node_modules/a/node_modules/b': { version: '2.0.0' },
        'node_modules/b': { version: '1.0.0', dev: true },
        'node_modules/alias': { name: '@scope/real', version: '3.0.0', optional: true, peerDependencies: { b: '*' } },
        'node_modules/lib': { resolved: 'packages/lib', link: true },
        'packages/lib': { version: '0.1.0' },
      },
    }),
    packages: [
      'pkg:generic/app@1.0.0 -> a@1.0.0',
      'pkg:npm/%40scope/real@3.0.0 -> b@1.0.0',
      'pkg:npm/a@1.0.0 -> b@2.0.0',
      'pkg:npm/b@1.0.0 dev',
      'pkg:npm/b@2.0.0',
      'pkg:npm/lib@0.1.0',
    ],
  },
  {
    cataloger: 'npm/package-lock',
    path: 'old/npm-shrinkwrap.json',
    text: `\ufeff${JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        a: {
          version: '1.0.0',
          requires: { b: '^2', c: '*' },
          dependencies: { b: { version: '2.0.0', bundled: true } },
        },
        b: { version: '1.0.0', dev: true },
        alias: { version: 'npm:c@3.0.0' },
        git: { version: 'git+ssh://git@github.com/org/git.git#abc' },
      },
    })}`,
    packages: [
      'pkg:npm/a@1.0.0 -> b@2.0.0',
      'pkg:npm/b@1.0.0 dev',
      'pkg:npm/b@2.0.0',
      'pkg:npm/c@3.0.0',
      'pkg:npm/git',
    ],
  },
  {
    cataloger: 'npm/pnpm-lock',
    path: 'pnpm-lock.yaml',
    text: `lockfileVersion: '9.0'

importers:
  .:
    dependencies:
      a:
        specifier: ^1.0.0
        version: 1.0.0(peer@2.0.0)
    devDependencies:
      dev-only:
        specifier: 1.0.0
        version: 1.0.0

packages:

  a@1.0.0:
    resolution: {integrity: sha512-x==}
    peerDependencies:
      peer: '*'

  'dev-only@1.0.0':
    resolution: {integrity: sha512-x==}

  own@https://codeload.github.com/org/own/tar.gz/abc:
    resolution: {tarball: https://codeload.github.com/org/own/tar.gz/abc}
    version: 0.5.0

  peer@2.0.0:
    resolution: {integrity: sha512-x==}

snapshots:

  a@1.0.0(peer@2.0.0):
    dependencies:
      own: https://codeload.github.com/org/own/tar.gz/abc
      peer: 2.0.0

  dev-only@1.0.0: {}

  own@https://codeload.github.com/org/own/tar.gz/abc: {}

  peer@2.0.0: {}
`,
    packages: [
      'pkg:npm/a@1.0.0 -> own@0.5.0, peer@2.0.0',
      'pkg:npm/dev-only@1.0.0 dev',
      'pkg:npm/own@0.5.0',
      'pkg:npm/peer@2.0.0',
    ],
  },
  {
    cataloger: 'npm/pnpm-lock',
    path: 'v5/pnpm-lock.yaml',
    text: `lockfileVersion: 5.3
dependencies:
  '@scope/a': 1.0.0_peer@2.0.0
packages:
  /@scope/a/1.0.0_peer@2.0.0:
    resolution: {integrity: sha512-x==}
    dependencies:
      b: 1.0.0
    dev: false
  /b/1.0.0:
    resolution: {integrity: sha512-x==}
    dev: true
  github.com/org/own/590f321b4eb3f692bb211bd74e22947639a6f79d:
    name: own
    version: 20.0.1
    dev: false
  nonsense:
    dev: false
`,
    packages: ['pkg:npm/%40scope/a@1.0.0 -> b@1.0.0', 'pkg:npm/b@1.0.0 dev', 'pkg:npm/own@20.0.1'],
    issues: ['npm/pnpm-bad-key'],
  },
  {
    cataloger: 'npm/yarn-lock',
    path: 'yarn.lock',
    text: `# yarn lockfile v1


"@scope/a@^1.0.0", "@scope/a@~1.0.0":
  version "1.0.0"
  resolved "https://registry.yarnpkg.com/@scope/a/-/a-1.0.0.tgz#abc"
  dependencies:
    lodash "^4.17.0"

lodash@^4.17.0:\r
  version "4.17.4"
  resolved "https://registry.yarnpkg.com/lodash/-/lodash-4.17.4.tgz"

"old-alias@npm:minimist@0.0.8":
  version "0.0.8"
  resolved "https://registry.yarnpkg.com/minimist/-/minimist-0.0.8.tgz"
`,
    packages: ['pkg:npm/%40scope/a@1.0.0 -> lodash@4.17.4', 'pkg:npm/lodash@4.17.4', 'pkg:npm/minimist@0.0.8'],
  },
  {
    cataloger: 'npm/yarn-lock',
    path: 'berry/yarn.lock',
    text: `__metadata:
  version: 6

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    alias: "npm:real@^1.0.0"
  languageName: unknown
  linkType: soft

"alias@npm:real@^1.0.0":
  version: 1.2.0
  resolution: "real@npm:1.2.0"
  dependencies:
    patched: ^2.0.0
  languageName: node
  linkType: hard

"patched@patch:patched@^2.0.0#./p.patch, patched@^2.0.0":
  version: 2.1.0
  resolution: "patched@patch:patched@npm%3A2.1.0#./p.patch::version=2.1.0&hash=abc"
  languageName: node
  linkType: hard
`,
    packages: ['pkg:npm/patched@2.1.0', 'pkg:npm/real@1.2.0 -> patched@2.1.0'],
  },
  {
    cataloger: 'nuget/packages-config',
    path: 'packages.config',
    text: '\ufeff<?xml version="1.0"?>\r\n<packages>\r\n  <package id="Newtonsoft.Json" version="6.0.4" />\r\n  <package id="Tool" version="1.0" developmentDependency="true" />\r\n  <package id="NoVersion" />\r\n</packages>\r\n',
    packages: ['pkg:nuget/Newtonsoft.Json@6.0.4', 'pkg:nuget/Tool@1.0 dev'],
  },
  {
    cataloger: 'nuget/packages-lock',
    path: 'packages.lock.json',
    text: JSON.stringify({
      version: 1,
      dependencies: {
        'net6.0': {
          'NuGet.Frameworks': { type: 'Direct', resolved: '5.7.0', dependencies: { 'newtonsoft.json': '12.0.3' } },
          'Newtonsoft.Json': { type: 'Transitive', resolved: '12.0.3' },
          'my.project': { type: 'Project' },
        },
        'net6.0/win-x64': { 'Newtonsoft.Json': { type: 'Transitive', resolved: '12.0.3' } },
      },
    }),
    packages: ['pkg:nuget/Newtonsoft.Json@12.0.3', 'pkg:nuget/NuGet.Frameworks@5.7.0 -> Newtonsoft.Json@12.0.3'],
  },
  {
    cataloger: 'nuget/packages-props',
    path: 'Directory.Packages.props',
    text: `<Project>
  <PropertyGroup><X>1</X></PropertyGroup>
  <ItemGroup>
    <PackageVersion Include="One" Version=" 6.2.3" />
    <PackageVersion Include="Two"><Version>[7.0,8.0)</Version></PackageVersion>
    <PackageVersion Include="Floating" Version="1.*" />
    <PackageVersion Include="Property" Version="$(X)" />
    <GlobalPackageReference Include="Analyzer" Version="1.0.0-beta.1" PrivateAssets="All" />
  </ItemGroup>
</Project>
`,
    packages: ['pkg:nuget/Analyzer@1.0.0-beta.1 dev', 'pkg:nuget/One@6.2.3', 'pkg:nuget/Two@7.0'],
  },
  {
    cataloger: 'nuget/paket-lock',
    path: 'paket.lock',
    text: `NUGET
  remote: https://api.nuget.org/v3/index.json
    FSharp.Core (6.0.1)
    Suave (2.6.1)
      FSharp.Core (>= 4.0)
GITHUB
  remote: fsharp/FAKE
    modules/Octokit.fsx (abc)
GROUP Test
NUGET
  remote: https://api.nuget.org/v3/index.json
    Expecto (9.0.4)
`,
    packages: ['pkg:nuget/Expecto@9.0.4 dev', 'pkg:nuget/FSharp.Core@6.0.1', 'pkg:nuget/Suave@2.6.1'],
  },
  {
    cataloger: 'nuget/project-assets',
    path: 'obj/project.assets.json',
    text: JSON.stringify({
      version: 3,
      targets: { 'net6.0': { 'A/1.0.0': { type: 'package', dependencies: { B: '2.0.0' } }, 'B/2.0.0': {} } },
      libraries: { 'A/1.0.0': { type: 'package' }, 'B/2.0.0': { type: 'package' }, 'Own/1.0.0': { type: 'project' } },
    }),
    packages: ['pkg:nuget/A@1.0.0 -> B@2.0.0', 'pkg:nuget/B@2.0.0'],
  },
  {
    cataloger: 'nuget/project-file',
    path: 'src/App.csproj',
    text: '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Serilog" Version="2.10.0" /><PackageReference Include="Central" /></ItemGroup></Project>',
    packages: ['pkg:nuget/Serilog@2.10.0'],
  },
  {
    cataloger: 'pub/pubspec-lock',
    path: 'pubspec.lock',
    text: `packages:
  build_runner:
    dependency: "direct dev"
    description:
      name: build_runner
      url: "https://pub.dartlang.org"
    source: hosted
    version: "2.2.1"
  shelf:
    dependency: transitive
    source: hosted
    version: "1.3.2"
sdks:
  dart: ">=2.17.1 <3.0.0"
`,
    packages: ['pkg:pub/build_runner@2.2.1 dev', 'pkg:pub/shelf@1.3.2'],
  },
  {
    cataloger: 'python/pdm-lock',
    path: 'pdm.lock',
    text: `[[package]]
name = "requests"
version = "2.27.1"
extras = ["socks"]
groups = ["default"]
dependencies = ["Py_Socks!=1.5.7,>=1.5.6; python_version > '3'"]

[[package]]
name = "pysocks"
version = "0.0.1"
groups = ["default"]

[[package]]
name = "py-socks"
version = "1.7.1"
groups = ["default", "dev"]

[[package]]
name = "pytest"
version = "7.0.0"
groups = ["dev", "test"]
`,
    packages: [
      'pkg:pypi/py-socks@1.7.1',
      'pkg:pypi/pysocks@0.0.1',
      'pkg:pypi/pytest@7.0.0 dev',
      'pkg:pypi/requests@2.27.1 -> py-socks@1.7.1',
    ],
  },
  {
    cataloger: 'python/pipfile-lock',
    path: 'Pipfile.lock',
    text: JSON.stringify({
      _meta: { hash: { sha256: 'x' } },
      default: { Jinja_2: { version: '==2.10', hashes: [] }, own: { git: 'https://example.org/own.git', ref: 'abc' } },
      develop: { pytest: { version: '===7.0.0' } },
    }),
    packages: ['pkg:pypi/jinja-2@2.10', 'pkg:pypi/own', 'pkg:pypi/pytest@7.0.0 dev'],
  },
  {
    cataloger: 'python/poetry-lock',
    path: 'poetry.lock',
    text: `[[package]]
name = "Flask"
version = "2.0.0"
groups = ["main", "dev"]

[package.dependencies]
Jinja2 = ">=3.0"
missing = "*"

[[package]]
name = "jinja2"
version = "3.1.2"
groups = ["main"]

[[package]]
name = "pytest"
version = "7.0.0"
groups = ["dev"]

[[package]]
name = "old"
version = "1.0"
category = "dev"

[metadata]
lock-version = "2.1"
`,
    packages: [
      'pkg:pypi/flask@2.0.0 -> jinja2@3.1.2',
      'pkg:pypi/jinja2@3.1.2',
      'pkg:pypi/old@1.0 dev',
      'pkg:pypi/pytest@7.0.0 dev',
    ],
  },
  {
    cataloger: 'python/pylock',
    path: 'pylock.production.toml',
    text: `lock-version = '1.0'
[[packages]]
name = 'cattrs'
version = '24.1.2'
dependencies = [{name = 'attrs'}]
[[packages]]
name = 'attrs'
version = '25.1.0'
[[packages]]
name = 'own'
directory = {path = '.'}
`,
    packages: ['pkg:pypi/attrs@25.1.0', 'pkg:pypi/cattrs@24.1.2 -> attrs@25.1.0', 'pkg:pypi/own'],
  },
  {
    cataloger: 'python/requirements',
    path: 'requirements-dev.txt',
    text: `-r base-requirements.txt
-c limits.txt
# comment
Flask[async] == 2.0.0 ; python_version < "3.8" # why
Jinja2==3.0.0#comment
FooProject == 1.2 --hash=sha256:2cf2 \\
                  --hash=sha256:486e
range>=1.0,<2
zope.interface===5.0
wild==1.*
wheel @ https://example.org/wheel-0.40.0-py3-none-any.whl
./local/path.whl
variable==\${VERSION}
trailing==1.0 \\
`,
    packages: [
      'pkg:pypi/flask@2.0.0 dev',
      'pkg:pypi/fooproject@1.2 dev',
      'pkg:pypi/jinja2@3.0.0 dev',
      'pkg:pypi/trailing@1.0 dev',
      'pkg:pypi/wheel@0.40.0 dev',
      'pkg:pypi/zope-interface@5.0 dev',
    ],
    issues: ['python/include-not-read', 'python/not-pinned'],
  },
  {
    cataloger: 'python/uv-lock',
    path: 'uv.lock',
    text: `version = 1

[[package]]
name = "app"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "httpx" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[[package]]
name = "httpx"
version = "0.28.1"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "idna", version = "3.10" }]

[[package]]
name = "idna"
version = "2.7"

[[package]]
name = "idna"
version = "3.10"

[[package]]
name = "pytest"
version = "8.3.4"
dependencies = [{ name = "idna", version = "3.10" }]
`,
    packages: [
      'pkg:pypi/app@0.1.0 -> httpx@0.28.1',
      'pkg:pypi/httpx@0.28.1 -> idna@3.10',
      'pkg:pypi/idna@2.7',
      'pkg:pypi/idna@3.10',
      'pkg:pypi/pytest@8.3.4 dev -> idna@3.10',
    ],
  },
  {
    cataloger: 'swift/package-resolved',
    path: 'Package.resolved',
    text: JSON.stringify({
      pins: [
        { identity: 'nio', location: 'https://github.com/apple/swift-nio.git', state: { version: '2.0.0' } },
        { identity: 'ssh', location: 'git@github.com:org/ssh.git', state: { branch: 'main', revision: 'abc' } },
      ],
      version: 2,
    }),
    packages: ['pkg:swift/github.com/apple/swift-nio@2.0.0', 'pkg:swift/github.com/org/ssh'],
  },
];
