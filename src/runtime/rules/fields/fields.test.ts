import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sharedPath, skipShared } from '../../../testing/shared.ts';
import { containerFields } from './container.ts';
import { evtFields } from './evt.ts';
import { fdFields } from './fd.ts';
import { fdlistFields } from './fdlist.ts';
import { fsPathFields } from './fs-path.ts';
import { groupFields } from './group.ts';
import { fields } from './index.ts';
import { k8sFields } from './k8s.ts';
import { processFields } from './process.ts';
import { userFields } from './user.ts';
import { utilFields } from './util.ts';

const families = {
  container: containerFields,
  evt: evtFields,
  fd: fdFields,
  fdlist: fdlistFields,
  'fs-path': fsPathFields,
  group: groupFields,
  k8s: k8sFields,
  process: processFields,
  user: userFields,
  util: utilFields,
};

interface PeerField {
  readonly class: string;
  readonly name: string;
  readonly type: string;
  readonly flags: readonly string[];
}

describe('the fields', () => {
  it('are described, each in words of its own', () => {
    for (const field of fields.values()) {
      expect(field.describes.length, field.name).toBeGreaterThan(10);
      if (field.argument) expect(field.argument.describes, field.name).not.toBe('');
    }
  });

  it('are listed by name', () => {
    expect([...fields.keys()]).toEqual([...fields.keys()].sort());
  });

  it('stand in the file of their family', () => {
    for (const [file, rows] of Object.entries(families)) {
      expect(rows.length, file).toBeGreaterThan(0);
      for (const row of rows) expect(row.family.replace('.', '-'), row.name).toBe(file);
    }
  });

  it('have a reader, or need an argument', () => {
    for (const field of fields.values()) {
      const reader = field.reader();
      if (!reader.ok) expect(field.argument?.required, field.name).toBe(true);
    }
  });
});

describe.skipIf(skipShared.skip)(`the fields that the peer has ${skipShared.note}`, () => {
  const { fields: peer } = JSON.parse(
    skipShared.skip ? '{"fields":[]}' : readFileSync(sharedPath('conformance', 'fields.json'), 'utf8'),
  ) as { fields: readonly PeerField[] };

  it('are all there, and no others', () => {
    expect([...fields.keys()].sort()).toEqual(peer.map(({ name }) => name).sort());
  });

  it('have the same types and properties', () => {
    for (const { name, type, flags } of peer) {
      const field = fields.get(name)!;
      const has = (flag: string) => flags.includes(flag);
      expect(field.type, name).toBe(type.toLowerCase());
      expect(field.argument?.required === true, `${name} needs an argument`).toBe(has('ARG_REQUIRED'));
      expect(field.argument !== undefined, `${name} takes an argument`).toBe(has('ARG_REQUIRED') || has('ARG_ALLOWED'));
      expect(field.list === true, `${name} is a list`).toBe(has('IS_LIST'));
      expect(field.noTransformer === true, `${name} takes no transformer`).toBe(has('NO_TRANSFORMER'));
      expect(field.noRight === true, `${name} stands only left`).toBe(has('NO_RHS'));
      const only = has('FILTER_ONLY')
        ? 'filter'
        : has('PRINT_ONLY')
          ? 'print'
          : has('TABLE_ONLY')
            ? 'table'
            : undefined;
      expect(field.only, `${name} is only for`).toBe(only);
      if (has('DEPRECATED')) expect(field.deprecated, `${name} is deprecated`).toBe(true);
      expect(field.suggested === true, `${name} is suggested`).toBe(has('FORMAT_SUGGESTED'));
    }
  });
});
