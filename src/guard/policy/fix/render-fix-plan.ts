import { severities } from '#core/severity.ts';
import type { FixAction, FixPlan, Remaining, Removes, StayReason } from './fix-plan.ts';

/** Lines of one list that are shown before the rest is only counted. */
const shownIds = 6;
const shownRemaining = 15;

/** The plan as text for a person. Without colours; the last line ends with a line break. */
export function renderFixPlan(plan: FixPlan): string {
  const { wanted, removed, stay, alsoRemoved } = plan.summary;
  const lines: string[] = [];
  if (wanted === 0) lines.push(`${plan.target}: the policy denies nothing; there is nothing to fix.`);
  else {
    const also = alsoRemoved > 0 ? `, and ${alsoRemoved} others on the way` : '';
    const head =
      plan.actions.length === 0
        ? `No upgrade removes any of ${count(wanted, 'finding')}`
        : `${count(plan.actions.length, 'change')} ${plan.actions.length === 1 ? 'removes' : 'remove'} ${removed} of ${count(wanted, 'finding')}${also}`;
    lines.push(`${plan.target}: ${head}.`);
  }
  plan.actions.forEach((action, index) => {
    lines.push('', ...renderAction(action, index + 1));
  });
  if (plan.dockerfile !== undefined)
    lines.push('', 'All distribution packages in one instruction:', `    ${plan.dockerfile}`);
  if (plan.remaining.length > 0) lines.push('', ...renderRemaining(plan.remaining, stay));
  return `${lines.join('\n')}\n`;
}

function renderAction({ title, where, commands, notes, upgrades, removes }: FixAction, number: number): string[] {
  const changes = upgrades.map(
    ({ name, from, to, via }) => `${name} ${from} → ${to}${via ? ` (needed by ${via.join(', ')})` : ''}`,
  );
  return [
    `${number}. ${title}  [removes ${describe(removes)}]`,
    `   in ${where}:`,
    ...commands.map((command) => `    ${command}`),
    ...(upgrades.length > 1 || upgrades.some(({ via }) => via)
      ? limited([...new Set(changes)], 8).map((change) => `   - ${change}`)
      : []),
    ...notes.map((note) => `   ${note}`),
    `   ${limited(removes.ids, shownIds).join(', ')}`,
  ];
}

function describe({ severities: counts, exploited }: Removes): string {
  const parts = severities.filter((severity) => counts[severity]).map((severity) => `${counts[severity]} ${severity}`);
  return parts.join(', ') + (exploited > 0 ? `; ${exploited} known to be exploited` : '');
}

const reasons: Readonly<Record<StayReason, string>> = {
  'by-hand': 'to be done by hand',
  unfixed: 'no fix exists yet',
  'wont-fix': 'the vendor will not fix it',
  unimportant: 'unimportant, says the vendor',
  unknown: 'no fixed version is known',
  waived: 'waived',
};

/** What stays, by reason; a note that is the same for several stands once. */
function renderRemaining(remaining: readonly Remaining[], stay: number): string[] {
  const lines = [stay > 0 ? `What stays (${stay}):` : 'Not touched:'];
  const shown = remaining.slice(0, shownRemaining);
  for (const group of Map.groupBy(shown, ({ reason, note }) => JSON.stringify([reason, note])).values()) {
    const [first] = group as [Remaining];
    lines.push(`   ${reasons[first.reason]}${first.note ? `: ${first.note}` : ''}`);
    for (const { subject, ids, severity } of group)
      lines.push(`   - ${subject}: ${limited(ids, 4).join(', ')} (${severity})`);
  }
  if (remaining.length > shownRemaining) lines.push(`   … and ${remaining.length - shownRemaining} more`);
  return lines;
}

function limited(items: readonly string[], most: number): string[] {
  return items.length > most ? [...items.slice(0, most), `… and ${items.length - most} more`] : [...items];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
