// Made from content/policies/default.yaml by tools/content-policies.mjs. Do not edit.
import type { Policy } from './policy.ts';

export const defaultPolicy: Policy = {
  name: 'default',
  description: 'Deny what is exploited or grave and has a fix, and secrets. Warn about what else matters.',
  rules: [
    {
      name: 'exploited',
      description: 'known to be exploited, and a fix exists',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['vulnerability'],
        fixable: true,
        kev: true,
      },
      decision: 'deny',
    },
    {
      name: 'fixable-critical-or-high',
      description: 'critical or high, and a fix exists',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['vulnerability'],
        severity: 'high',
        fixable: true,
      },
      unless: {
        dev: true,
      },
      decision: 'deny',
    },
    {
      name: 'secret',
      description: 'a secret of a known kind lies in the image',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['secret'],
        severity: 'high',
      },
      decision: 'deny',
    },
    {
      name: 'exploited-without-fix',
      description: 'known to be exploited, and no fix exists yet',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['vulnerability'],
        fixStates: ['unfixed', 'wont-fix', 'unknown'],
        kev: true,
      },
      decision: 'warn',
    },
    {
      name: 'unfixed-critical',
      description: 'critical, and no fix exists yet',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['vulnerability'],
        severity: 'critical',
        fixStates: ['unfixed', 'unknown'],
      },
      decision: 'warn',
    },
    {
      name: 'likely-exploited',
      description: 'likely to be exploited within 30 days (EPSS of 10 % or more), and a fix exists',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['vulnerability'],
        severity: 'medium',
        fixable: true,
        epss: 0.1,
      },
      decision: 'warn',
    },
    {
      name: 'possible-secret',
      description: 'this may be a secret',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['secret'],
        severity: 'medium',
      },
      decision: 'warn',
    },
    {
      name: 'misconfiguration',
      description: 'the image is set up in a way that makes an attack easier',
      stages: ['build', 'registry', 'admission', 'runtime'],
      match: 'finding',
      when: {
        kinds: ['config'],
        severity: 'medium',
      },
      decision: 'warn',
    },
  ],
  waivers: [],
};
