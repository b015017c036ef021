import { errorIssue, type Issue, quote } from '#core/outcome.ts';
import { matchesWildcard } from '../loader/select-rules.ts';
import type { Alert } from '../output/alert.ts';
import { type JsonValue, jsonText } from '../output/json-text.ts';
import { parsePriority } from '../output/priority.ts';
import type { ExpectedAlert, RuleTest } from './test-file.ts';

/** Alerts that one failure names; the rest are counted. */
const maxShown = 5;

/** What of a test's expectations the alerts of its capture do not meet. */
export function checkAlerts(test: RuleTest, alerts: readonly Alert[]): Issue[] {
  const failures: Issue[] = [];
  const expected = new Set<Alert>();
  for (const expectation of test.alerts) {
    const found = alerts.filter((alert) => meets(alert, expectation));
    for (const alert of found) expected.add(alert);
    const failure = countFailure(expectation, found, alerts);
    if (failure !== undefined) failures.push(failure);
  }
  const loud = alerts.filter((alert) => !expected.has(alert) && mustBeSilent(alert.rule, test.silent));
  if (loud.length > 0)
    failures.push(
      errorIssue('rule-test/not-silent', `${count(loud.length, 'alert')} that nobody expects:\n${shownAlerts(loud)}`, {
        where: test.where,
      }),
    );
  return failures;
}

function meets(alert: Alert, wanted: ExpectedAlert): boolean {
  return (
    alert.rule === wanted.rule &&
    (wanted.event === undefined || alert.capture?.event === wanted.event) &&
    (wanted.priority === undefined || alert.priority === parsePriority(wanted.priority)) &&
    (wanted.output === undefined || alert.output.includes(wanted.output)) &&
    [...wanted.fields].every(([name, text]) => text === fieldText(alert, name))
  );
}

function countFailure(wanted: ExpectedAlert, found: readonly Alert[], alerts: readonly Alert[]): Issue | undefined {
  const right = wanted.times === undefined ? found.length > 0 : found.length === wanted.times;
  if (right) return undefined;
  const { where, times } = wanted;
  if (found.length > 0 || times === 0)
    return errorIssue(
      'rule-test/count',
      `${quote(wanted.rule)} raised ${count(found.length, 'alert')}, expected ${times}:\n${shownAlerts(found)}`,
      { where },
    );
  const near = alerts.filter((alert) => alert.rule === wanted.rule);
  return errorIssue(
    'rule-test/no-alert',
    near.length === 0
      ? `${quote(wanted.rule)} raised no alert${alerts.length > 0 ? `; raised were: ${ruleNames(alerts)}` : ''}`
      : `${quote(wanted.rule)} raised ${count(near.length, 'alert')}, but not the one expected:\n${near
          .slice(0, maxShown)
          .map((alert) => `  ${differences(alert, wanted).join('; ')}`)
          .join('\n')}`,
    { where },
  );
}

/** Where an alert of the right rule is not as expected. */
function differences(alert: Alert, wanted: ExpectedAlert): string[] {
  const event = alert.capture?.event;
  const texts: string[] = [`event ${event}`];
  if (wanted.event !== undefined && wanted.event !== event) texts[0] += `, expected ${wanted.event}`;
  if (wanted.priority !== undefined && parsePriority(wanted.priority) !== alert.priority)
    texts.push(`priority is ${alert.priority}`);
  if (wanted.output !== undefined && !alert.output.includes(wanted.output))
    texts.push(`output is ${quote(alert.output, 300)}`);
  for (const [name, text] of wanted.fields) {
    const got = fieldText(alert, name);
    if (got !== text)
      texts.push(
        `${name} is ${got === undefined ? 'not in the output' : shownValue(got)}, expected ${shownValue(text)}`,
      );
  }
  return texts;
}

function shownValue(text: string | null): string {
  return text === null ? 'without a value' : quote(text);
}

/** A field's value as expectations write it: null where there is none, undefined where the output does not have the field. */
function fieldText(alert: Alert, name: string): string | null | undefined {
  const value: JsonValue | undefined = alert.output_fields[name];
  if (value === undefined || value === null) return value;
  return typeof value === 'string' ? value : jsonText(value);
}

function mustBeSilent(rule: string, silent: RuleTest['silent']): boolean {
  return silent === 'all' || silent.some((pattern) => matchesWildcard(pattern, rule));
}

function shownAlerts(alerts: readonly Alert[]): string {
  const lines = alerts
    .slice(0, maxShown)
    .map((alert) => `  event ${alert.capture?.event} ${quote(alert.rule)}: ${quote(alert.output, 200)}`);
  if (alerts.length > maxShown) lines.push(`  and ${alerts.length - maxShown} more`);
  return lines.join('\n');
}

function ruleNames(alerts: readonly Alert[]): string {
  const names = [...new Set(alerts.map((alert) => quote(alert.rule)))];
  return names.length > maxShown ? `${names.slice(0, maxShown).join(', ')} …` : names.join(', ');
}

function count(number: number, what: string): string {
  return `${number === 0 ? 'no' : number} ${what}${number === 1 ? '' : 's'}`;
}
