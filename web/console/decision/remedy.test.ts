import { expect, it } from 'vitest';
import { doerOf, isRecordable, unknownFacts } from './remedy.ts';

it.each([
  ['basis:consent.explicit', 'sender'],
  ['fact:necessary', 'sender'],
  ['fact:minor14', 'sender'],
  ['fact:org.ciio', 'officer'],
  ['contract:gba_mo', 'officer'],
  ['pia:cn', 'officer'],
  ['approval:officer', 'officer'],
  ['approval:two_officer', 'two_officers'],
  ['filing:mo_auth', 'regulator'],
  ['something new', 'other'],
])('%s is for %s', (remedy, doer) => {
  expect(doerOf(remedy)).toBe(doer);
});

it('offers a form for what people record or state about a transfer, and for nothing else', () => {
  const offered = ['basis:vital', 'contract:gba_mo', 'filing:mo_auth', 'pia:cn', 'fact:minor14', 'fact:necessary'];
  expect(offered.filter((remedy) => !isRecordable(remedy))).toEqual([]);
  expect(['approval:officer', 'fact:org.ciio', 'fact:dest', 'x'].filter(isRecordable)).toEqual([]);
});

it('names what is not known, not what is merely not on record', () => {
  expect(unknownFacts(['basis', 'contract', 'minor14', 'org.ciio'])).toEqual(['minor14', 'org.ciio']);
});
