/** `22/tcp`, `22`, `20-25/tcp` of EXPOSE: port numbers, or undefined where it is none. A missing protocol is TCP. */
export function portsOf(text: string): { from: number; to: number; protocol: string } | undefined {
  const [, from, to, protocol] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/([a-z]+))?$/i.exec(text.trim()) ?? [];
  if (from === undefined) return undefined;
  return { from: Number(from), to: Number(to ?? from), protocol: (protocol ?? 'tcp').toLowerCase() };
}

export function covers(text: string, port: number): boolean {
  const range = portsOf(text);
  return range !== undefined && range.protocol === 'tcp' && range.from <= port && port <= range.to;
}

/** Services that speak in clear or give control away, by TCP port. */
export const riskyPorts: ReadonlyMap<number, string> = new Map([
  [21, 'FTP'],
  [23, 'telnet'],
  [69, 'TFTP'],
  [512, 'rexec'],
  [513, 'rlogin'],
  [514, 'rsh'],
  [873, 'rsync'],
  [2375, 'Docker without TLS'],
  [3389, 'RDP'],
  [5900, 'VNC'],
]);
