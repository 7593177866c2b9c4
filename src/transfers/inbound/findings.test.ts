import { describe, expect, it } from 'vitest';
import type { ClassificationSummary } from '../../model/classification.ts';
import { addFound, noticedIn } from './findings.ts';

const summary = (over: Partial<ClassificationSummary>): ClassificationSummary => ({
  level: 'internal',
  persons: 0,
  categories: [],
  counts: {},
  unreadable: false,
  packDigest: 'd',
  ...over,
});

describe('what is an incident', () => {
  it('is what the levels of the organisation call confidential or restricted', () => {
    expect(noticedIn(summary({ level: 'public' }))).toBeUndefined();
    expect(noticedIn(summary({ level: 'internal', counts: { financial_figure: 1 } }))).toBeUndefined();
    expect(noticedIn(summary({ level: 'confidential', counts: { phone: 2 } }))).toEqual({
      level: 'confidential',
      found: { phone: 2 },
      isPersonal: true,
    });
  });

  it('is a number of identity at any level', () => {
    expect(noticedIn(summary({ level: 'internal', counts: { hkid: 1 } }))?.found).toEqual({ hkid: 1 });
  });

  it('is the officers’ matter alone when it is about no person', () => {
    expect(noticedIn(summary({ level: 'restricted', counts: { secret: 1 } }))?.isPersonal).toBe(false);
    expect(noticedIn(summary({ level: 'confidential' }))).toMatchObject({ found: {}, isPersonal: false });
  });

  it('is a document that nobody can read, and no photograph by itself', () => {
    const unread = summary({ level: 'restricted', unreadable: true });
    expect(noticedIn(unread, 'application/zip')).toMatchObject({ found: { unreadable: 1 }, isPersonal: false });
    expect(noticedIn(unread, 'image/jpeg')).toBeUndefined();
    expect(noticedIn(summary({ ...unread, counts: { passport: 1 } }), 'image/jpeg')).toBeDefined();
  });

  it('adds up over the parts of a message', () => {
    expect(addFound({ phone: 1, email: 2 }, { phone: 3, hkid: 1 })).toEqual({ phone: 4, email: 2, hkid: 1 });
  });
});
