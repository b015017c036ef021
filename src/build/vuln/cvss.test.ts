import { describe, expect, it } from 'vitest';
import { scoreVector } from './cvss.ts';
import { bestScore } from './match/best-score.ts';

/** Scores from FIRST: CVSS v2 guide §3.3, the example documents of v3.0, v3.1 and v4.0. */
const examples: readonly (readonly [string, number])[] = [
  ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8],
  ['AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2],
  ['CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4],
  ['CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
  ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
  ['CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7],
  ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3],
  ['CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 4.6],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 5.1],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N', 6.9],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A', 8.7],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10],
  ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N', 0],
];

describe('scoreVector', () => {
  it.each(examples)('%s is %d', (vector, score) => {
    expect(scoreVector(vector)?.score).toBe(score);
  });

  it('says which version of CVSS it is', () => {
    expect(scoreVector('AV:N/AC:L/Au:N/C:C/I:C/A:C')?.version).toBe('2.0');
    expect(scoreVector('CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N')?.version).toBe('3.0');
  });

  it.each([
    [''],
    ['garbage'],
    ['CVSS:3.1/AV:N'],
    ['CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N'],
    ['CVSS:9.0/AV:N'],
    [`CVSS:3.1${'/AV:N'.repeat(300)}`],
  ])('gives nothing for %j', (vector) => {
    expect(scoreVector(vector)).toBeUndefined();
  });
});

describe('bestScore', () => {
  it('prefers the newest version, then the highest score', () => {
    const scores = ['2.0', '3.1', '3.0'].map((version) => ({ vector: version, score: 5, version }));
    expect(bestScore([...scores, { vector: 'x', score: 7, version: '3.1' }])).toMatchObject({
      version: '3.1',
      score: 7,
    });
    expect(bestScore([])).toBeUndefined();
  });
});
