import { describe, expect, it } from 'vitest';
import type { ClassificationSummary } from '../model/classification.ts';
import { doorSettingsSchema } from '../model/door.ts';
import { levelOnRoute } from './prepare-arrival.ts';

const id = '01920000-0000-7000-8000-000000000001';
const door = (passPublic: boolean) => ({
  id,
  kind: 'robot' as const,
  ownerId: id,
  settings: doorSettingsSchema.parse({
    route: {
      entityId: id,
      audienceId: id,
      connectionId: 'dingtalk',
      locale: 'en',
      purpose: 'internal_report',
      passPublic,
    },
    security: {},
  }),
});
const plain: ClassificationSummary = {
  level: 'internal',
  persons: 0,
  categories: [],
  counts: {},
  unreadable: false,
  packDigest: '',
};

describe('the level of what comes through a door', () => {
  it('is public where an officer lets public text pass and nothing at all is found', () => {
    expect(levelOnRoute({ door: door(true), uploadIds: [] }, true, plain).level).toBe('public');
  });

  it.each<[string, Parameters<typeof levelOnRoute>[0], Partial<ClassificationSummary>]>([
    ['the route does not say so', { door: door(false), uploadIds: [] }, {}],
    ['there is a file', { door: door(true), uploadIds: [id] }, {}],
    ['something is found', { door: door(true), uploadIds: [] }, { counts: { email: 1 } }],
    ['it is about somebody', { door: door(true), uploadIds: [] }, { persons: 1 }],
    ['it has a category', { door: door(true), uploadIds: [] }, { categories: ['user.name'] }],
    ['it cannot be read', { door: door(true), uploadIds: [] }, { unreadable: true }],
    ['it is of a higher level', { door: door(true), uploadIds: [] }, { level: 'confidential' }],
  ])('stays what it is when %s', (_why, arrival, change) => {
    const given = { ...plain, ...change };
    expect(levelOnRoute(arrival, true, given)).toEqual(given);
  });

  it('stays what it is when something is found that does not count', () => {
    expect(levelOnRoute({ door: door(true), uploadIds: [] }, false, plain)).toEqual(plain);
  });
});
