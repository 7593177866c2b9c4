import { describe, expect, it } from 'vitest';
import { entityProfileSchema } from '../../../src/model/legal-record.ts';
import { draftOf, profileOf } from './profile-draft.ts';

describe('what is stated about an entity', () => {
  it('is empty while every answer is open', () => {
    expect(profileOf(draftOf({}), {})).toEqual({});
  });

  it('comes back as it was, with what the form does not show', () => {
    const profile = entityProfileSchema.parse({
      org: { ciio: false, sector: 'gaming', size: 80 },
      held: { pi: 4000 },
      role: 'joint',
      origin_city: 'CN-GD-ZH',
    });
    const again = profileOf(draftOf(profile), profile);
    expect(entityProfileSchema.parse(JSON.parse(JSON.stringify(again)))).toEqual(profile);
  });

  it('is refused for what is no number', () => {
    expect(profileOf({ ...draftOf({}), size: '12a' }, {})).toBeNull();
    expect(profileOf({ ...draftOf({}), heldPersons: '-1' }, {})).toBeNull();
  });

  it('takes a wrong answer back to open', () => {
    const before = { org: { ciio: true } };
    expect(JSON.parse(JSON.stringify(profileOf({ ...draftOf(before), ciio: 'open' }, before)))).toEqual({});
  });
});
