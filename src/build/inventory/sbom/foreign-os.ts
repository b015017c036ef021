import { parsePurl } from '#core/ids/purl.ts';
import { compareText } from '#core/order.ts';
import type { OsInfo, Package } from '#core/package.ts';

/** purl namespaces of distributions whose os-release ID is another word. */
const idOfNamespace: ReadonlyMap<string, string> = new Map(
  Object.entries({
    redhat: 'rhel',
    amazonlinux: 'amzn',
    amazon: 'amzn',
    oracle: 'ol',
    oraclelinux: 'ol',
    alma: 'almalinux',
    suse: 'sles',
    opensuse: 'opensuse-leap',
  }),
);

/** Names by which other tools call a distribution where os-release has another ID. */
const idOfName: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'red hat enterprise linux': 'rhel',
    redhat: 'rhel',
    amazon: 'amzn',
    'amazon linux': 'amzn',
    oracle: 'ol',
    'oracle linux': 'ol',
    alma: 'almalinux',
    'alpine linux': 'alpine',
    'debian gnu/linux': 'debian',
    'suse linux enterprise server': 'sles',
    'rocky linux': 'rocky',
    'cbl-mariner': 'mariner',
  }),
);

const versionOfCodename: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stretch: '9',
    buster: '10',
    bullseye: '11',
    bookworm: '12',
    trixie: '13',
    forky: '14',
    bionic: '18.04',
    focal: '20.04',
    jammy: '22.04',
    noble: '24.04',
  }),
);

/** An operating-system component's name and version in the words of os-release. */
export function osOfNames(name: string, version: string): OsInfo {
  const lower = name.trim().toLowerCase();
  const id = idOfName.get(lower) ?? lower;
  return { id, versionId: version.trim() };
}

/** Where a document names no operating system: what most of its distribution packages say in their purls. */
export function osOfPackages(packages: readonly Package[]): OsInfo | undefined {
  const votes = new Map<string, number>();
  for (const { type, purl } of packages) {
    if (type !== 'deb' && type !== 'rpm' && type !== 'apk') continue;
    const said = distroOf(purl);
    if (said !== undefined) votes.set(said, (votes.get(said) ?? 0) + 1);
  }
  const [winner] = [...votes].sort(([a, m], [b, n]) => n - m || compareText(a, b))[0] ?? [];
  const [id, versionId] = winner?.split('\n') ?? [];
  return id === undefined ? undefined : { id, versionId: versionId ?? '' };
}

/** `distro=debian-12`, `distro=debian-bookworm`, `distro=bookworm`; Trivy writes the bare version for apk: `distro=3.16.0`. */
function distroOf(purl: string): string | undefined {
  const parsed = parsePurl(purl);
  if (!parsed.ok) return undefined;
  const namespace = parsed.value.namespace?.toLowerCase() ?? '';
  const distro = parsed.value.qualifiers?.distro ?? '';
  const dash = distro.lastIndexOf('-');
  const hasName = dash > 0 && /[a-z]/i.test(distro.slice(0, dash));
  const named = hasName ? distro.slice(0, dash).toLowerCase() : namespace;
  const version = hasName ? distro.slice(dash + 1) : distro;
  const id = idOfNamespace.get(named) ?? named;
  return id === '' ? undefined : `${id}\n${versionOfCodename.get(version.toLowerCase()) ?? version}`;
}
