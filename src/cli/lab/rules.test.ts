import { expect, it } from 'vitest';
import { ruleYaml } from '#testing/rule-files.ts';
import { answer } from './rules.ts';

it('answers with codes and messages', async () => {
  expect(await answer({ content: ruleYaml({ enabled: 'maybe' }) })).toEqual({
    ok: false,
    errors: [{ code: 'LOAD_ERR_YAML_VALIDATE', message: "Can't decode YAML scalar value" }],
    warnings: [],
  });
});

it('loads several files in order', async () => {
  const files = [
    { name: 'a', content: '- macro: m\n  condition: evt.type = open\n' },
    { name: 'b', content: ruleYaml({ condition: 'm' }) },
  ];
  expect(await answer({ files })).toEqual({ ok: true, errors: [], warnings: [] });
  expect(await answer({ files: files.toReversed() })).toMatchObject({
    ok: false,
    errors: [{ code: 'LOAD_ERR_VALIDATE' }],
  });
});

it.each([undefined, 1, {}, { content: 1 }, { files: [{}] }])('says what a question is (%j)', async (question) => {
  expect(await answer(question)).toEqual({ error: expect.stringContaining('a question is') });
});
