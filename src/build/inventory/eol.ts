import type { OsInfo } from '#core/package.ts';

/**
 * Day on which security updates from the vendor end for somebody who pays nothing extra: the community's LTS where it is part of the
 * project (Debian), the general phase where more costs more (Ubuntu before Pro, SLES before LTSS, RHEL and Oracle before extended life).
 * Undefined for rolling distributions and where the vendor has named no day.
 */
export function endOfLife(os: OsInfo): string | undefined {
  const table = endDays.get(familyOf(os));
  if (table === undefined) return undefined;
  const cycles = new Map(
    table
      .trim()
      .split(/,\s+/)
      .map((item) => item.split(' ') as [string, string]),
  );
  const [major = '', minor = ''] = os.versionId.split('.');
  return cycles.get(os.versionId) ?? cycles.get(`${major}.${minor}`) ?? cycles.get(major);
}

function familyOf(os: OsInfo): string {
  if (os.id === 'centos' && os.prettyName?.includes('Stream')) return 'centos-stream';
  return families.get(os.id) ?? os.id;
}

/** os-release IDs that share another one's life cycle. */
const families: ReadonlyMap<string, string> = new Map([
  ['redhat', 'rhel'],
  ['sled', 'sles'],
  ['sles_sap', 'sles'],
  ['opensuse', 'opensuse-leap'],
]);

/**
 * `cycle day` by os-release ID. Compiled on 2026-11-22 from the vendors' life cycle pages as collected by endoflife.date (commit of
 * 2026-08-22): debian.org/releases and wiki.debian.org/LTS, ubuntu.com/about/release-cycle, alpinelinux.org/releases,
 * access.redhat.com/support/policy/updates/errata, wiki.almalinux.org/release-notes, wiki.rockylinux.org/rocky/version, centos.org/cl-vs-cs,
 * oracle.com/a/ocom/docs/elsp-lifetime-069338.pdf, aws.amazon.com/linux FAQs, suse.com/lifecycle, en.opensuse.org/Lifetime,
 * fedorapeople.org/groups/schedule, vmware.github.io/photon (announcements), devuan.org, wiki.mageia.org. CBL-Mariner 1.0 and 2.0:
 * github.com/microsoft/azurelinux, life cycle statements in its README and releases.
 */
const endDays: ReadonlyMap<string, string> = new Map(
  Object.entries({
    almalinux: '8 2029-05-31, 9 2032-05-31, 10 2035-05-31',
    alpine: `
    2.1 2012-11-01, 2.2 2013-05-01, 2.3 2013-11-01, 2.4 2014-05-01, 2.5 2014-11-01, 2.6 2015-05-01, 2.7 2015-11-01,
    3.0 2016-05-01, 3.1 2016-11-01, 3.2 2017-05-01, 3.3 2017-11-01, 3.4 2018-05-01, 3.5 2018-11-01, 3.6 2019-05-01,
    3.7 2019-11-01, 3.8 2020-05-01, 3.9 2020-11-01, 3.10 2021-05-01, 3.11 2021-11-01, 3.12 2022-05-01,
    3.13 2022-11-01, 3.14 2023-05-01, 3.15 2023-11-01, 3.16 2024-05-23, 3.17 2024-11-22, 3.18 2025-05-09,
    3.19 2025-11-01, 3.20 2026-04-01, 3.21 2026-11-01, 3.22 2027-05-01, 3.23 2027-11-01, 3.24 2028-06-01`,
    amzn: `
    2 2026-06-30, 2014.03 2023-12-31, 2014.09 2023-12-31, 2015.03 2023-12-31, 2015.09 2023-12-31,
    2016.03 2023-12-31, 2016.09 2023-12-31, 2017.03 2023-12-31, 2017.09 2023-12-31, 2018.03 2023-12-31,
    2023 2029-06-30`,
    centos: '5 2017-03-31, 6 2020-11-30, 7 2024-06-30, 8 2021-12-31',
    'centos-stream': '8 2024-05-31, 9 2027-05-31, 10 2030-05-31',
    debian: `
    4 2010-02-15, 5 2012-02-06, 6 2016-02-29, 7 2018-05-31, 8 2020-06-30, 9 2022-07-01, 10 2024-06-30,
    11 2026-08-31, 12 2028-06-30, 13 2030-06-30`,
    devuan: '1 2020-06-30, 2 2022-06-30, 3 2024-06-01, 4 2026-08-15, 5 2028-06-10, 6 2030-06-30',
    fedora: `
    18 2014-01-14, 19 2015-01-06, 20 2015-06-23, 21 2015-12-01, 22 2016-07-19, 23 2016-12-20, 24 2017-08-08,
    25 2017-12-12, 26 2018-05-29, 27 2018-11-30, 28 2019-05-28, 29 2019-11-26, 30 2020-05-26, 31 2020-11-24,
    32 2021-05-25, 33 2021-11-30, 34 2022-06-07, 35 2022-12-13, 36 2023-05-16, 37 2023-12-05, 38 2024-05-21,
    39 2024-11-26, 40 2025-05-13, 41 2025-12-15, 42 2026-05-27, 43 2026-12-09, 44 2027-06-02`,
    mageia: `
    1 2012-12-01, 2 2013-11-22, 3 2014-11-26, 4 2015-09-19, 5 2017-12-31, 6 2019-09-30, 7 2021-06-30, 8 2023-11-30,
    9 2026-09-29, 10 2028-03-31`,
    mariner: '1.0 2023-07-31, 2.0 2025-07-31',
    ol: '6 2021-03-31, 7 2024-12-31, 8 2029-07-31, 9 2032-06-30',
    'opensuse-leap': `
    15.0 2019-12-03, 15.1 2021-02-02, 15.2 2022-01-04, 15.3 2022-12-31, 15.4 2023-12-07, 15.5 2024-12-31,
    15.6 2026-04-30, 16.0 2027-10-31, 42.1 2017-05-17, 42.2 2018-01-26, 42.3 2019-07-01`,
    photon: '1.0 2022-02-28, 2.0 2022-12-01, 3.0 2025-10-02, 4.0 2027-10-11',
    rhel: '4 2012-02-29, 5 2017-03-31, 6 2020-11-30, 7 2024-06-30, 8 2029-05-31, 9 2032-05-31, 10 2035-05-31',
    rocky: '8 2029-05-31, 9 2032-05-31, 10 2035-05-31',
    sles: `
    10.0 2007-12-31, 10.1 2008-11-30, 10.2 2010-04-11, 10.3 2011-10-11, 10.4 2013-07-31, 11.0 2010-12-31,
    11.1 2012-08-31, 11.2 2014-01-31, 11.3 2016-01-31, 11.4 2019-03-31, 12.0 2016-06-30, 12.1 2017-05-31,
    12.2 2018-03-31, 12.3 2019-06-30, 12.4 2020-06-30, 12.5 2024-10-31, 15.0 2019-12-31, 15.1 2021-01-31,
    15.2 2021-12-31, 15.3 2022-12-31, 15.4 2023-12-31, 15.5 2024-12-31, 15.6 2025-12-31, 15.7 2031-07-31,
    16.0 2027-11-30`,
    ubuntu: `
    10.04 2013-05-09, 10.10 2012-04-10, 11.04 2012-10-28, 11.10 2013-05-09, 12.04 2017-04-28, 12.10 2014-05-16,
    13.04 2014-01-27, 13.10 2014-07-17, 14.04 2019-04-25, 14.10 2015-07-23, 15.04 2016-02-04, 15.10 2016-07-28,
    16.04 2021-04-30, 16.10 2017-07-20, 17.04 2018-01-13, 17.10 2018-07-19, 18.04 2023-05-31, 18.10 2019-07-18,
    19.04 2020-01-23, 19.10 2020-07-06, 20.04 2025-05-31, 20.10 2021-07-22, 21.04 2022-01-20, 21.10 2022-07-14,
    22.04 2027-04-01, 22.10 2023-07-20, 23.04 2024-01-20, 23.10 2024-07-12, 24.04 2029-05-31, 24.10 2025-07-10,
    25.04 2026-01-17, 25.10 2026-07-01, 26.04 2031-04-30`,
  }),
);
