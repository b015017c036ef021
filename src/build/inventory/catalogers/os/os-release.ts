import type { OsInfo } from '#core/package.ts';

/** Lines of an os-release file that are read. Real files have about twenty. */
const maxLines = 1_000;

/** Characters of an ID. */
const maxIdLength = 100;

/** Characters of any value: it stands in the purl of every package of the distribution. */
const maxValueLength = 300;

/** os-release(5): shell-like assignments, one a line. Undefined where neither ID nor NAME is set. */
export function parseOsRelease(text: string): OsInfo | undefined {
  const fields = parseAssignments(text);
  const id = normaliseId(fields.get('ID') ?? idOfName(fields.get('NAME')));
  if (id === '') return undefined;
  const prettyName = fields.get('PRETTY_NAME') || fields.get('NAME');
  const codename = fields.get('VERSION_CODENAME') || fields.get('UBUNTU_CODENAME') || codenameIn(fields.get('VERSION'));
  const idLike = (fields.get('ID_LIKE') ?? '').split(/\s+/, 20).map(normaliseId).filter(Boolean);
  return {
    id,
    versionId: fields.get('VERSION_ID') ?? '',
    ...(prettyName ? { prettyName } : {}),
    ...(codename ? { codename } : {}),
    ...(idLike.length > 0 ? { idLike } : {}),
  };
}

/** lsb-release's file of the same shape. */
export function parseLsbRelease(text: string): OsInfo | undefined {
  const fields = parseAssignments(text);
  const id = normaliseId(fields.get('DISTRIB_ID') ?? '');
  if (id === '') return undefined;
  const prettyName = fields.get('DISTRIB_DESCRIPTION');
  const codename = fields.get('DISTRIB_CODENAME');
  return {
    id,
    versionId: fields.get('DISTRIB_RELEASE') ?? '',
    ...(prettyName ? { prettyName } : {}),
    ...(codename ? { codename } : {}),
  };
}

function parseAssignments(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const raw of text.split('\n', maxLines)) {
    const line = raw.trim();
    const equals = line.indexOf('=');
    if (equals <= 0 || line.startsWith('#')) continue;
    fields.set(line.slice(0, equals).trim(), unquote(line.slice(equals + 1).trim()));
  }
  return fields;
}

/** The shell's quoting as far as os-release(5) allows it; control characters are dropped. */
function unquote(value: string): string {
  const quoteMark = value[0];
  let inner = value;
  if (quoteMark === '"' || quoteMark === "'") {
    const end = value.indexOf(quoteMark, 1) < 0 ? value.length : value.lastIndexOf(quoteMark);
    inner = value.slice(1, end);
  }
  if (quoteMark !== "'") inner = inner.replace(/\\([\\"'$`])/g, '$1');
  return inner
    .slice(0, maxValueLength)
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .trim();
}

/** os-release(5): lower case, digits, `.`, `_` and `-`; the file of a derivative that says otherwise is still worth a name. */
function normaliseId(id: string): string {
  return id
    .slice(0, maxIdLength)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
}

/** `12 (bookworm)` → `bookworm`: Debian before 10 has no VERSION_CODENAME. Only one lower-case word: Red Hat's `(Ootpa)` is no suite. */
function codenameIn(version: string | undefined): string | undefined {
  return /\(([a-z]{1,40})\)$/.exec(version ?? '')?.[1];
}

function idOfName(name: string | undefined): string {
  if (name === undefined) return '';
  return releaseNames.find(([text]) => name.startsWith(text))?.[1] ?? name;
}

/** How vendors write their names in NAME= and `*-release` files, longest first, and the ID that their os-release has. */
export const releaseNames: readonly (readonly [text: string, id: string])[] = [
  ['Red Hat Enterprise Linux', 'rhel'],
  ['SUSE Linux Enterprise Desktop', 'sled'],
  ['SUSE Linux Enterprise', 'sles'],
  ['Common Base Linux Mariner', 'mariner'],
  ['Scientific Linux', 'scientific'],
  ['VMware Photon', 'photon'],
  ['Debian GNU/Linux', 'debian'],
  ['openSUSE Leap', 'opensuse-leap'],
  ['openSUSE Tumbleweed', 'opensuse-tumbleweed'],
  ['Alpine Linux', 'alpine'],
  ['Amazon Linux', 'amzn'],
  ['Oracle Linux', 'ol'],
  ['Enterprise Linux Enterprise Linux Server', 'ol'],
  ['CBL-Mariner', 'mariner'],
  ['CentOS', 'centos'],
  ['Rocky Linux', 'rocky'],
  ['AlmaLinux', 'almalinux'],
  ['CloudLinux', 'cloudlinux'],
  ['EuroLinux', 'eurolinux'],
  ['openSUSE', 'opensuse'],
  ['openEuler', 'openeuler'],
  ['Fedora', 'fedora'],
  ['Ubuntu', 'ubuntu'],
];
