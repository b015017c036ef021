import { nulTexts } from './byte-writer.ts';
import type { ParameterValue } from './encode-parameter.ts';
import type { ScriptProcess } from './script-host.ts';

/** What clone and exec events say of a process, by the parameters' names. */
export function processParameters(process: ScriptProcess): readonly (readonly [string, Uint8Array | ParameterValue])[] {
  const { pid, parent, vpid } = process;
  const capabilities = String(process.capabilities);
  return [
    ['exe', process.exe],
    ['args', nulTexts(process.args)],
    ['tid', String(pid)],
    ['pid', String(pid)],
    ['ptid', String(parent)],
    ['cwd', process.cwd],
    ['fdlimit', '1048576'],
    ['comm', process.name],
    ['cgroups', nulTexts(process.cgroups)],
    ['env', nulTexts(process.env)],
    ['tty', String(process.tty)],
    ['vpgid', String(vpid)],
    ['pgid', String(pid)],
    ['loginuid', String(process.loginuid)],
    ['cap_inheritable', '0'],
    ['cap_permitted', capabilities],
    ['cap_effective', capabilities],
    ['uid', String(process.uid)],
    ['gid', String(process.gid)],
    ['vtid', String(vpid)],
    ['vpid', String(vpid)],
    ['trusted_exepath', process.exepath],
    ['filename', process.exepath],
  ];
}
