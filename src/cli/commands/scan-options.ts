import type { Command } from 'commander';
import { Option } from 'commander';
import { reportFormats } from '#output/report/index.ts';

export interface ScanFlags {
  readonly format: string;
  readonly output?: string;
  readonly also?: readonly string[];
  readonly platform?: string;
  readonly policy?: readonly string[];
  readonly waivers?: readonly string[];
  readonly vex?: readonly string[];
  readonly stage: string;
  readonly db?: string;
  readonly offline?: boolean;
  readonly cache: boolean;
  readonly secrets: boolean;
  readonly listAllFiles?: boolean;
  readonly full?: boolean;
  readonly timings?: boolean;
  readonly dockerfile?: string;
  readonly insecureRegistry?: readonly string[];
  readonly registryCa?: string;
  readonly mirror?: readonly string[];
}

export const targetHelp = `
Targets:
  docker-archive:FILE[:TAG]         output of docker save, skopeo, kaniko …
  oci:DIR|FILE[:TAG|@DIGEST]        OCI image layout
  registry:REF                      image in a registry
  docker:REF, podman:REF            image of an engine on this machine
  rootfs:DIR                        unpacked file system
  dir:DIR                           source tree with lock files and Dockerfiles
  sbom:FILE                         CycloneDX or SPDX, JSON
  A bare argument is recognised: a file or directory by its content, anything else as an image of a local engine or a registry.`;

/** The options that scan, fix and explain share: what to read and by which rules to judge. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--platform <OS/ARCH>', 'image of an index for this platform, for example linux/arm64')
    .option(
      '--policy <FILE>',
      'policy file; repeatable (default: .holdfast.yaml here, else the built-in policy)',
      collect,
    )
    .option('--waivers <FILE>', 'waiver file; repeatable (default: holdfast-waivers.yaml here)', collect)
    .option('--vex <FILE>', 'OpenVEX or CycloneDX VEX document; repeatable', collect)
    .addOption(
      new Option('--stage <STAGE>', 'stage whose rules apply')
        .choices(['build', 'registry', 'admission', 'runtime'])
        .default('build'),
    )
    .option('--db <PATH>', 'advisory database (default: $HOLDFAST_DB, else the imported one, else the starter set)')
    .option('--offline', 'touch no network: no registry, no engine over TCP')
    .option('--no-cache', 'read every layer again and keep nothing')
    .option('--no-secrets', 'do not look for secrets in files')
    .option(
      '--insecure-registry <HOST>',
      'allow plain HTTP or an unknown certificate for this registry; repeatable',
      collect,
    )
    .option('--registry-ca <FILE>', 'PEM file with a certificate authority for registries')
    .option('--mirror <REGISTRY=HOST>', 'ask this host first for images of a registry; repeatable', collect);
}

export function addReportOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-f, --format <FORMAT>', 'output format')
        .choices(reportFormats.map((format) => format.id))
        .default('table'),
    )
    .option('-o, --output <FILE>', 'write the report to a file instead of stdout')
    .option('--also <FORMAT=FILE>', 'the same report in another format, to a file; repeatable', collect)
    .option('--full', 'table: every finding, not only what matters first')
    .option('--list-all-files', 'json: also every file of the final file system')
    .option('--timings', 'json: also how long each step took, in milliseconds')
    .option('--dockerfile <FILE>', 'Dockerfile that built the image: findings point at its lines');
}

function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}
