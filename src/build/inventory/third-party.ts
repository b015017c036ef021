import type { OsInfo } from '#core/package.ts';

/**
 * Was this package built by somebody else than the distribution? The distribution's advisories then say nothing of it (docker-ce from
 * docker.com on Debian, EPEL on RHEL), so what lies in its files has to be matched on its own. Where nothing tells, it is the distribution's.
 */
export function isThirdParty(
  found: {
    readonly type: 'deb' | 'rpm';
    readonly version: string;
    /** deb: domain of the Maintainer's address. rpm: the Vendor tag, '' where there is none. */
    readonly vendor: string | undefined;
  },
  os: OsInfo | undefined,
): boolean {
  if (os === undefined || found.vendor === undefined) return false;
  if (found.type === 'rpm') return isForeignRpm(found.vendor, os.id);
  return debMarkers.some((marker) => found.version.includes(marker)) || isForeignDeb(found.vendor, os.id);
}

/** `Docker <support@docker.com>` → `docker.com`; `… <https://code.google.com/p/x>` → `code.google.com`. */
export function maintainerDomain(maintainer: string): string {
  const address = maintainer.slice(maintainer.lastIndexOf('<') + 1);
  const match = /(?:@|\/\/)([a-z0-9.-]{1,100})/i.exec(address.slice(0, 300));
  return match?.[1]?.toLowerCase() ?? '';
}

/** What the repositories of projects put into the Debian revision. */
const debMarkers = ['nodesource', '.pgdg', '~ppa', '~docker'];

/**
 * Ubuntu rewrites every Maintainer to its own addresses (wiki.ubuntu.com/DebianMaintainerField). Debian's maintainers may use private ones,
 * so there only the domains of known publishers count.
 */
function isForeignDeb(domain: string, osId: string): boolean {
  if (domain === '') return false;
  if (osId === 'ubuntu') return !['ubuntu.com', 'canonical.com', 'debian.org'].some((own) => isWithin(domain, own));
  if (osId === 'debian') return publishers.some((publisher) => isWithin(domain, publisher));
  return false;
}

function isWithin(domain: string, parent: string): boolean {
  return domain === parent || domain.endsWith(`.${parent}`);
}

/** Companies and projects with apt repositories of their own. */
const publishers: readonly string[] = [
  '1password.com',
  'adoptium.net',
  'amazon.com',
  'aquasec.com',
  'azul.com',
  'bell-sw.com',
  'broadcom.com',
  'caddyserver.com',
  'chef.io',
  'chromium.org',
  'clickhouse.com',
  'cloudflare.com',
  'code.google.com',
  'confluent.io',
  'datadoghq.com',
  'docker.com',
  'eclipse.org',
  'elastic.co',
  'f5.com',
  'falco.org',
  'github.com',
  'gitlab.com',
  'google.com',
  'googlegroups.com',
  'grafana.com',
  'hashicorp.com',
  'influxdata.com',
  'jenkins-ci.org',
  'mariadb.com',
  'mariadb.org',
  'microsoft.com',
  'mongodb.com',
  'newrelic.com',
  'nginx.com',
  'nginx.org',
  'nodesource.com',
  'nvidia.com',
  'oracle.com',
  'percona.com',
  'phusion.nl',
  'puppet.com',
  'rabbitmq.com',
  'redis.com',
  'redis.io',
  'sysdig.com',
  'tailscale.com',
  'vmware.com',
  'yarnpkg.com',
  'zabbix.com',
];

function isForeignRpm(vendor: string, osId: string): boolean {
  const own = vendors.get(osId);
  if (own === undefined) return false;
  const name = vendor.toLowerCase();
  return !own.some((start) => name.startsWith(start));
}

/** How the Vendor tag of each distribution's own packages begins, lower case. */
const vendors: ReadonlyMap<string, readonly string[]> = new Map([
  ['almalinux', ['almalinux']],
  ['amzn', ['amazon']],
  ['azurelinux', ['microsoft']],
  ['centos', ['centos', 'red hat']],
  ['fedora', ['fedora']],
  ['mariner', ['microsoft']],
  ['ol', ['oracle']],
  ['opensuse-leap', ['opensuse', 'suse']],
  ['opensuse-tumbleweed', ['opensuse', 'suse']],
  ['photon', ['vmware', 'broadcom']],
  ['rhel', ['red hat']],
  ['rocky', ['rocky']],
  ['sled', ['suse']],
  ['sles', ['suse']],
]);
