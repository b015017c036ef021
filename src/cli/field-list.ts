import './capture/hot-detect.ts';
import type { Field } from '#runtime/rules/field.ts';
import { wrapText } from './wrap-text.ts';

/** Titles of the families, in the order of the listing. */
const families: Readonly<Record<string, string>> = {
  evt: 'Event',
  process: 'Process and thread',
  fd: 'File descriptor',
  'fs.path': 'Paths of file system calls',
  fdlist: 'Descriptors of a poll',
  user: 'User',
  group: 'Group',
  container: 'Container',
  k8s: 'Kubernetes',
  util: 'Other',
};

/** All the fields of a listing, by family. */
export function fieldList(fields: readonly Field[], width: number): string {
  const named = new Set(Object.keys(families));
  const order = [...named, ...new Set(fields.map((field) => field.family).filter((family) => !named.has(family)))];
  const column = Math.min(34, Math.max(...fields.map((field) => shownName(field).length)));
  let text = '';
  for (const family of order) {
    const members = fields.filter((field) => field.family === family);
    if (members.length === 0) continue;
    text += `${text === '' ? '' : '\n'}${families[family] ?? family}\n`;
    for (const field of members) {
      const head = `  ${shownName(field).padEnd(column)}  ${typeName(field).padEnd(9)}`;
      text += `${wrapText(`${notes(field)}${field.describes}`, width, head, ' '.repeat(column + 13))}\n`;
    }
  }
  return text;
}

/** Everything about one field. */
export function fieldDetails(field: Field, width: number): string {
  const lines = [
    `${shownName(field)}`,
    wrapText(field.describes, width, '  ', '  '),
    `  type      ${typeName(field)}${field.list ? ', several values' : ''}${field.any ? ', any of several' : ''}`,
    ...(field.argument
      ? [
          wrapText(
            `${field.argument.describes}${field.argument.required ? '' : ' (may be left out)'}`,
            width,
            '  argument  ',
            ' '.repeat(12),
          ),
        ]
      : []),
    `  use       ${uses(field)}`,
  ];
  return `${lines.join('\n')}\n`;
}

export function fieldDocument(field: Field) {
  const { name, family, type, describes, argument } = field;
  return {
    name,
    family,
    type,
    description: describes,
    ...(argument
      ? { argument: { required: argument.required, kind: argument.kind, description: argument.describes } }
      : {}),
    list: field.list === true || field.any === true,
    ...(field.only ? { only: field.only } : {}),
    deprecated: field.deprecated === true,
    transformers: field.noTransformer !== true,
    rightSide: field.noRight !== true,
    suggested: field.suggested === true,
  };
}

function shownName({ name, argument }: Field): string {
  if (argument === undefined) return name;
  const shown = argument.kind === 'index' ? 'N' : argument.kind === 'parameter' ? 'PARAMETER' : 'KEY';
  return argument.required ? `${name}[${shown}]` : `${name} [${shown}]`;
}

const typeNames: Partial<Record<Field['type'], string>> = {
  charbuf: 'text',
  bytebuf: 'bytes',
  reltime: 'duration',
  abstime: 'time',
  ipaddr: 'address',
  ipnet: 'network',
  dyn: 'any',
};

function typeName({ type }: Field): string {
  return typeNames[type] ?? type;
}

function notes({ deprecated, only }: Field): string {
  const shown = [...(deprecated ? ['deprecated'] : []), ...(only === 'table' ? ['tables only'] : [])];
  return shown.length === 0 ? '' : `(${shown.join(', ')}) `;
}

function uses(field: Field): string {
  const where =
    field.only === 'filter' ? ['conditions'] : field.only === 'print' ? ['outputs'] : ['conditions', 'outputs'];
  return [
    where.join(' and '),
    ...(field.noTransformer ? ['no transformers'] : []),
    ...(field.noRight ? ['not inside val()'] : []),
    ...(field.suggested ? ['added to outputs by itself'] : []),
    ...(field.deprecated ? ['deprecated'] : []),
  ].join('; ');
}
