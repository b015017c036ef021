import { parseTimestamp } from './time.ts';
import { readUrl } from './url.ts';

type Validate = (text: string) => string[];

/** One of Kubernetes' name rules (apimachinery util/validation, apiserver cel/library/format.go). Messages are theirs: expressions may show or compare them. */
interface NameRule {
  readonly pattern: string;
  readonly longest: number;
  readonly about: string;
  readonly examples: readonly string[];
}

const label1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const namePart = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

const dns1123Label: NameRule = {
  pattern: label1123,
  longest: 63,
  about:
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  examples: ['my-name', '123-abc'],
};
const dns1123Subdomain: NameRule = {
  pattern: `${label1123}(\\.${label1123})*`,
  longest: 253,
  about:
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  examples: ['example.com'],
};
const dns1035Label: NameRule = {
  pattern: '[a-z]([-a-z0-9]*[a-z0-9])?',
  longest: 63,
  about:
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  examples: ['my-name', 'abc-123'],
};
const labelValue: NameRule = {
  pattern: `(${namePart})?`,
  longest: 63,
  about:
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyValue', 'my_value', '12345'],
};
const qualifiedPart: NameRule = {
  pattern: namePart,
  longest: 63,
  about:
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  examples: ['MyName', 'my.name', '123-abc'],
};

/** The formats by name. Each gives what is wrong with a text: nothing where it is valid. */
export const namedFormats: Readonly<Record<string, Validate>> = {
  dns1123Label: byRule(dns1123Label),
  dns1123Subdomain: byRule(dns1123Subdomain),
  dns1035Label: byRule(dns1035Label),
  qualifiedName,
  dns1123LabelPrefix: asPrefix(byRule(dns1123Label)),
  dns1123SubdomainPrefix: asPrefix(byRule(dns1123Subdomain)),
  dns1035LabelPrefix: asPrefix(byRule(dns1035Label)),
  labelValue: byRule(labelValue),
  uri: (text) => (text !== '' && readUrl(text) ? [] : ['invalid URI']),
  uuid: (text) =>
    /^[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}$/.test(text) ? [] : ['does not match the UUID format'],
  byte: (text) =>
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''))
      ? []
      : ['invalid base64'],
  date: (text) => (/^\d{4}-\d\d-\d\d$/.test(text) && isTime(`${text}T00:00:00Z`) ? [] : ['invalid date']),
  datetime: (text) => (isTime(text) ? [] : ['invalid datetime']),
};

function byRule({ pattern, longest, about, examples }: NameRule): Validate {
  // The patterns are linear: no two unbounded parts can match the same characters in a row.
  const compiled = new RegExp(`^(?:${pattern})$`);
  const shown = examples.map((example) => `'${example}'`).join(',  or ');
  const message = `${about} (e.g. ${shown}, regex used for validation is '${pattern}')`;
  return (text) => {
    const errors: string[] = [];
    if (text.length > longest)
      errors.push(`must be no more than ${longest} ${longest === 253 || longest === 63 ? 'characters' : 'bytes'}`);
    if (text.length > 4096 || !compiled.test(text)) errors.push(message);
    return errors;
  };
}

/** A prefix may end in a dash: what follows is still to come. */
function asPrefix(validate: Validate): Validate {
  return (text) => validate(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -1)}a` : text);
}

function qualifiedName(text: string): string[] {
  const slash = text.indexOf('/');
  const parts = text.split('/');
  if (parts.length > 2)
    return [
      `a qualified name ${qualifiedPart.about.slice('name part '.length)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const errors: string[] = [];
  if (slash === 0) errors.push('prefix part must be non-empty');
  else if (slash > 0)
    errors.push(...byRule(dns1123Subdomain)(text.slice(0, slash)).map((error) => `prefix part ${error}`));
  const name = text.slice(slash + 1);
  if (name === '') errors.push('name part must be non-empty');
  return [...errors, ...byRule(qualifiedPart)(name)];
}

function isTime(text: string): boolean {
  try {
    parseTimestamp(text.toUpperCase().replace(' ', 'T'));
    return true;
  } catch {
    return false;
  }
}
