import { OwnedFiles } from '#build/inventory/owned-files.ts';
import type { FileEntry } from '#core/file-tree.ts';
import type { ImageFacts } from './image-facts.ts';

/** Programs with setuid or setgid that distributions ship; believed where an image does not say who owns its files. */
const usual = new Set(
  (
    'at bsd-write chage chfn chsh crontab dbus-daemon-launch-helper dotlockfile doas expiry fusermount fusermount3 gpasswd mlocate mount mount.nfs newgidmap newgrp newuidmap pam_extrausers_chkpwd ' +
    'pam_timestamp_check passwd ping ping6 pkexec plocate polkit-agent-helper-1 screen ssh-agent ssh-keysign su sudo sudoedit sudoreplay traceroute6 umount unix_chkpwd userhelper usernetctl utempter wall write bbsuid'
  ).split(' '),
);
const systemDirectories = [
  'bin/',
  'sbin/',
  'usr/bin/',
  'usr/sbin/',
  'usr/lib/',
  'usr/lib64/',
  'usr/libexec/',
  'lib/',
  'lib64/',
];

/** setuid and setgid programs, apart by whether an OS package brought them. */
export function privilegedFiles(facts: ImageFacts): { packaged: FileEntry[]; others: FileEntry[] } {
  const { privileged } = facts.survey;
  const owned = ownedOf(facts, new Set(privileged.map(({ path }) => path)));
  const isPackaged = ({ path }: FileEntry) => (facts.owned.size > 0 ? owned.has(path) : isUsual(path));
  return { packaged: privileged.filter(isPackaged), others: privileged.filter((entry) => !isPackaged(entry)) };
}

function ownedOf({ owned }: ImageFacts, wanted: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  if (wanted.size === 0) return found;
  const names = new Set([...wanted].map((path) => path.slice(path.lastIndexOf('/') + 1)));
  for (const purl of owned.keys()) {
    const paths = owned instanceof OwnedFiles ? owned.named(purl, names) : (owned.get(purl) ?? []);
    for (const path of paths) if (wanted.has(path)) found.add(path);
  }
  return found;
}

function isUsual(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return usual.has(name) && systemDirectories.some((directory) => path.startsWith(directory));
}
