/** Scripts of inline rule tests (docs/replay.md) whose captures make the host state and the fields say much. */
export const scripts: readonly string[] = [
  `hostname: node-1
containers:
  - {name: web, image: "nginx:1.25", labels: {app: shop}, mounts: ["/srv:/data:rw"], pod: shop/web-0, privileged: true}
processes:
  - {pid: 1, name: systemd}
  - {pid: 90, name: containerd-shim, parent: 1}
  - {pid: 100, parent: 90, name: nginx, container: web, fds: {0: /dev/null, 1: pipe, 3: "tcp 0.0.0.0:80", 4: "unix /run/x.sock"}}
events:
  - clone: {child: 200}
  - {process: 200, execve: {exe: /bin/sh, args: [-c, "id x"], tty: 34816, flags: EXE_WRITABLE, env: [A=b, LD_PRELOAD=/tmp/x.so]}}
  - openat: {name: /etc/shadow, flags: O_RDONLY}
  - read: {fd: 0, res: 5, data: "root:"}
  - connect: {to: "203.0.113.9:4444"}
  - dup2: {oldfd: 1, res: 0}
  - {process: 100, accept4: {fd: 7, from: "198.51.100.7:5555"}}
  - {process: 200, procexit: {status: 0}}
`,
  `users: [{uid: 1000, name: ada}]
processes:
  - {pid: 1, name: init}
  - {pid: 50, exe: /usr/bin/bash, uid: 1000, cwd: /home/ada, fds: {0: /dev/pts/0, 1: pipe, 2: "tcp 1.2.3.4:5->6.7.8.9:80"}}
events:
  - fork: {child: 51}
  - {process: 51, execve: {exe: /usr/bin/python3, args: [-c, "import pty"]}}
  - chdir: {path: ../x}
  - openat: {name: ../../y/./z, flags: O_CREAT|O_WRONLY, mode: 420}
  - unlinkat: {name: /var/log/auth.log}
  - rename: {oldpath: a, newpath: /tmp/b}
  - symlinkat: {target: /etc/passwd, linkpath: l}
  - setuid: {uid: 0}
  - connect: {to: "[2001:db8::1]:443", protocol: udp}
  - connect: {to: /var/run/docker.sock}
  - ptrace: {request: PTRACE_ATTACH, pid: 50}
  - mount: {dev: proc, dir: /mnt, type: proc}
  - kill: {pid: 50, sig: 9}
  - {process: 51, wait: 10000, procexit: {status: 9}}
`,
];
