import { describe, expect, it } from 'vitest';
import { matchCgroup } from './container-id.ts';

const id = '0123456789abcdef'.repeat(4);

describe('containers of cgroups', () => {
  it.each([
    [`/docker/${id}`, '0123456789ab', ''],
    [`/system.slice/docker-${id}.scope`, '0123456789ab', ''],
    [`/kubepods/burstable/pod1/${id}`, '0123456789ab', ''],
    [`/kubepods.slice/kubepods-pod1.slice/cri-containerd-${id}.scope`, '0123456789ab', ''],
    [`/kubepods.slice/crio-${id}.scope`, '0123456789ab', ''],
    [`/pod.slice:cri-containerd:${id}`, '0123456789ab', ''],
    [`/machine.slice/libpod-${id}.scope`, '0123456789ab', ''],
    [`/machine.slice/libpod-${id}.scope/container`, '0123456789ab', ''],
    [`/machine.slice/libpod-payload-${id}`, '0123456789ab', ''],
    [`/user.slice/nerdctl-${id}.scope`, '0123456789ab', ''],
    ['/default/redis', 'redis', ''],
    ['/lxc/box/init.scope', 'box', 'lxc'],
    ['/lxc.payload.box/system.slice', 'box', 'lxc'],
    ['/machine/box.libvirt-lxc', 'box', 'libvirt-lxc'],
    ['/machine.slice/machine-lxc\\x2d2293906\\x2dbox.scope/libvirt', '2293906\\x2dbox', 'libvirt-lxc'],
    ['/libvirt/lxc/box', 'box', 'lxc'],
    ['/system.slice/bpm-uaa.scope', 'uaa', 'bpm'],
    ['/', '', ''],
    ['', '', ''],
    ['/user.slice/user-1000.slice/session-1.scope', '', ''],
    ['/system.slice/docker.service', '', ''],
    [`/docker/${id}0`, '', ''],
    [`/docker/${'z'.repeat(64)}`, 'zzzzzzzzzzzz', ''],
  ])('%s', (cgroup, container, engine) => {
    expect(matchCgroup(cgroup)).toMatchObject({ id: container, ...(engine === '' ? {} : { engine }) });
  });
});
