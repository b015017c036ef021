import { type Outcome, ok } from '#core/outcome.ts';
import type { CaptureEvent } from '#runtime/events/event.ts';
import type { Container } from '#runtime/events/state/container.ts';
import type { Field, FieldReader } from '../field.ts';
import { labelOf, labelsText } from './container-labels.ts';
import { containerOf } from './event-container.ts';
import { missingArgument, plain } from './reader-of.ts';

const family = 'k8s';

/** Characters of a short id. */
const shortId = 12;

/** The pod that the container belongs to, by the labels that the kubelet puts on its containers. */
export const k8sFields: readonly Field[] = [
  { ...labelField('k8s.pod.name', 'Name of the pod.', 'io.kubernetes.pod.name'), suggested: true },
  { ...labelField('k8s.ns.name', "The pod's namespace.", 'io.kubernetes.pod.namespace'), suggested: true },
  { ...labelField('k8s.pod.id', 'The same as k8s.pod.uid.', 'io.kubernetes.pod.uid'), deprecated: true },
  labelField('k8s.pod.uid', 'Unique id of the pod, in the API server.', 'io.kubernetes.pod.uid'),
  {
    name: 'k8s.pod.sandbox_id',
    family,
    type: 'charbuf',
    describes: "Short id of the pod's sandbox; equal to container.id in the sandbox itself.",
    reader: plain((event) => containerOf(event)?.podSandboxId.slice(0, shortId)),
  },
  {
    name: 'k8s.pod.full_sandbox_id',
    family,
    type: 'charbuf',
    describes: "Whole id of the pod's sandbox.",
    reader: plain((event) => containerOf(event)?.podSandboxId),
  },
  {
    name: 'k8s.pod.label',
    family,
    type: 'charbuf',
    describes: 'Value of one label of the pod.',
    argument: { required: true, kind: 'key', describes: 'name of the label' },
    reader: podLabel,
  },
  {
    name: 'k8s.pod.labels',
    family,
    type: 'charbuf',
    describes: 'Labels of the pod as name:value, sorted, joined by commas; without those of Kubernetes itself.',
    reader: plain((event) => {
      const container = containerOf(event);
      return container === undefined
        ? undefined
        : labelsText((sandboxOf(event, container) ?? container).podSandboxLabels);
    }),
  },
  {
    name: 'k8s.pod.ip',
    family,
    type: 'charbuf',
    describes: 'First IPv4 address of the pod.',
    reader: plain((event) => {
      const container = containerOf(event);
      if (container === undefined) return undefined;
      return container.cniJson === '' ? sandboxOf(event, container)?.ip : container.ip;
    }),
  },
  {
    name: 'k8s.pod.cni.json',
    family,
    type: 'charbuf',
    describes: "Addresses of all the pod's network interfaces, as the network plugin's JSON.",
    reader: plain((event) => {
      const container = containerOf(event);
      if (container === undefined) return undefined;
      return container.cniJson === '' ? sandboxOf(event, container)?.cniJson : container.cniJson;
    }),
  },
  ...['rc', 'svc', 'ns', 'rs', 'deployment'].flatMap(retiredFields),
];

function labelField(name: string, describes: string, label: string): Field {
  return {
    name,
    family,
    type: 'charbuf',
    describes,
    reader: plain((event) => {
      const container = containerOf(event);
      return container === undefined ? undefined : labelOf(container.labels, label);
    }),
  };
}

/** The container of the pod's sandbox, for what only it tells; undefined where the container tells it itself. */
function sandboxOf(event: CaptureEvent, container: Container): Container | undefined {
  if (container.cniJson !== '' || container.podSandboxId === '') return undefined;
  return event.host.container(container.podSandboxId.slice(0, shortId));
}

function podLabel(argument?: string): Outcome<FieldReader> {
  if (argument === undefined) return missingArgument('name the label: k8s.pod.label[app]');
  return ok<FieldReader>((event) => {
    const container = containerOf(event);
    if (container === undefined) return undefined;
    const sandbox = sandboxOf(event, container);
    return (
      (sandbox === undefined ? undefined : labelOf(sandbox.podSandboxLabels, argument)) ??
      labelOf(container.podSandboxLabels, argument)
    );
  });
}

/** What the ecosystem once took from the API server: rules that name them still load. k8s.ns.name is told by the container's labels. */
function retiredFields(kind: string): Field[] {
  const describes = 'Without a value: engines do not tell it; known so that rules that name it load.';
  const row = { family, type: 'charbuf', describes, deprecated: true, reader: plain(() => undefined) } as const;
  const rows: Field[] = [
    { ...row, name: `k8s.${kind}.id` },
    {
      ...row,
      name: `k8s.${kind}.label`,
      argument: { required: true, kind: 'key', describes: 'name of the label' },
      reader: (argument) =>
        argument === undefined
          ? missingArgument(`name the label: k8s.${kind}.label[app]`)
          : ok<FieldReader>(() => undefined),
    },
    { ...row, name: `k8s.${kind}.labels` },
  ];
  return kind === 'ns' ? rows : [{ ...row, name: `k8s.${kind}.name` }, ...rows];
}
