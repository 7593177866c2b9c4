import { expect, it } from 'vitest';
import { codeOf } from '../base/errors.ts';
import { asPermitted, checkStated } from './stated.ts';

const sender = { kind: 'staff', id: 's', role: 'sender' } as const;
const officer = { kind: 'staff', id: 'o', role: 'officer' } as const;

function codeWhen(act: () => void): string {
  try {
    act();
    return 'none';
  } catch (error) {
    return codeOf(error);
  }
}

it('lets a sender state more persons than were counted, and only an officer fewer', () => {
  const counted = { persons: 12 };
  expect(codeWhen(() => checkStated(sender, counted, { facts: { n: 11 } }))).toBe('record.fewer_persons');
  expect(codeWhen(() => checkStated(sender, counted, { facts: { n: 12 } }))).toBe('none');
  expect(codeWhen(() => checkStated(sender, counted, { facts: { minor14: true } }))).toBe('none');
  expect(codeWhen(() => checkStated(officer, counted, { facts: { n: 1 } }))).toBe('none');
});

it('leaves out of a preview what would be refused', () => {
  const facts = { n: 3, minor14: false };
  expect(asPermitted(sender, { persons: 12 }, { facts })).toEqual({ facts: { minor14: false } });
  expect(asPermitted(officer, { persons: 12 }, { facts })).toEqual({ facts });
});
