/** Labels that engines and Kubernetes keep for themselves. */
const internal = ['annotation.', 'io.kubernetes.'];

/** Labels as name:value, sorted by name, joined by commas; a label without a value is its name alone. */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.keys(labels)
    .filter((name) => !internal.some((prefix) => name.startsWith(prefix)))
    .sort()
    .map((name) => (labels[name] === '' ? name : `${name}:${labels[name]}`))
    .join(', ');
}

export function labelOf(labels: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(labels, name) ? labels[name] : undefined;
}
