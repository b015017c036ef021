import './capture/hot-detect.ts';
import type { EventRow, ParameterRow } from '#runtime/events/table/event-table.ts';
import { wrapText } from './wrap-text.ts';

/** Events with their parameters, by name. */
export function eventList(rows: readonly EventRow[], width: number): string {
  const column = Math.min(24, Math.max(...rows.map((row) => row.name.length)));
  return sortedRows(rows)
    .map((row) => {
      const parameters = row.parameters.map((parameter) => `${parameter.name}:${parameter.type}`).join(' ');
      const head = `${row.name.padEnd(column)} ${row.enter ? '>' : '<'} ${row.category.padEnd(11)} `;
      return `${wrapText(parameters === '' ? '-' : parameters, width, head, ' '.repeat(column + 15))}\n`;
    })
    .join('');
}

export function eventDocument(row: EventRow) {
  return {
    name: row.name,
    number: row.number,
    id: row.id,
    direction: row.enter ? '>' : '<',
    ...(row.source ? { source: row.source } : {}),
    category: row.category,
    flags: [...row.flags],
    parameters: row.parameters.map(parameterDocument),
  };
}

function parameterDocument({ name, type, base, flags, directory, variants }: ParameterRow) {
  return {
    name,
    type,
    base,
    ...(flags ? { flags: flags.map(({ name: flag, value }) => ({ name: flag, value })) } : {}),
    ...(directory === undefined ? {} : { directory }),
    ...(variants ? { variants: variants.map((variant) => ({ type: variant.type, base: variant.base })) } : {}),
  };
}

function sortedRows(rows: readonly EventRow[]): EventRow[] {
  return [...rows].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.number - b.number));
}
