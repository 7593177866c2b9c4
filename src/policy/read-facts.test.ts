/** Facts as people write them. */
import { describe, expect, it } from 'vitest';
import { readFacts } from './read-facts.ts';

const AT = '2026-11-22T10:00:00+08:00';
const read = (facts: object): unknown => {
  const result = readFacts(facts, AT);
  return result.outcome === 'read' ? result.facts : result.members;
};

describe('facts as people write them', () => {
  it.each<[string, object, object]>([
    ['one text for a list', { basis: 'vital', cats: 'user.name' }, { basis: ['vital'], cats: ['user.name'] }],
    ['one place for a list', { subject_loc: 'MO' }, { subject_loc: ['MO'] }],
    ['a contract that is there', { contract: { dpa: true } }, { contract: { dpa: {} } }],
    ['a filing that is not', { filing: { mo_notice: false } }, { filing: {} }],
    ['a filing by its full name', { 'filing.mo_notice': true }, { filing: { mo_notice: {} } }],
    [
      'null for what is not known',
      { n: null, recipient: { type: null, certified: true } },
      { recipient: { certified: true } },
    ],
    ['null for an answer', { important_data: null, pia: { cn: null } }, { pia: {} }],
    ['codes in common use', { origin: 'UK', subject_loc: ['EL', 'MO'] }, { origin: 'GB', subject_loc: ['GR', 'MO'] }],
  ])('takes %s', (_, facts, wanted) => {
    expect(read(facts)).toEqual({ at: AT, ...wanted });
  });

  it.each<[string, object, string[]]>([
    ['null for a name that is none', { orgin: null, recipient: { typ: null } }, ['recipient.typ', 'orgin']],
    [
      'a kind that is none, there or not',
      { contract: { gba: false }, filing: { dsdpd: true } },
      ['contract.gba', 'filing.dsdpd'],
    ],
    ['a list with null in it', { cats: [null] }, ['cats.0']],
    ['an assessment among the filings', { filing: { cn: false } }, ['filing.cn']],
  ])('rejects %s', (_, facts, members) => {
    expect(read(facts)).toEqual(members);
  });
});
