/** What is stated about a legal entity, while it is being filled in: every answer may be left open. */
import type { EntityProfile } from '../../../src/model/legal-record.ts';

export const FLAGS = ['ciio', 'mo_ci_operator', 'hk_ci_operator', 'prc_presence'] as const;
export type Flag = (typeof FLAGS)[number];
export type Answer = 'open' | 'yes' | 'no';

export type ProfileDraft = Readonly<Record<Flag, Answer>> & {
  readonly size: string;
  readonly heldPersons: string;
  readonly heldFaces: string;
  readonly role: NonNullable<EntityProfile['role']> | 'open';
  /** City code, `other`, or empty. */
  readonly city: string;
};

const answer = (value: boolean | undefined): Answer => (value === undefined ? 'open' : value ? 'yes' : 'no');
const number = (value: number | undefined): string => (value === undefined ? '' : String(value));

export function draftOf(profile: EntityProfile): ProfileDraft {
  const { org, held } = profile;
  return {
    ciio: answer(org?.ciio),
    mo_ci_operator: answer(org?.mo_ci_operator),
    hk_ci_operator: answer(org?.hk_ci_operator),
    prc_presence: answer(org?.prc_presence),
    size: number(org?.size),
    heldPersons: number(held?.pi),
    heldFaces: number(held?.face),
    role: profile.role ?? 'open',
    city: profile.origin_city ?? '',
  };
}

/** A whole number, empty for not known. */
export function isCount(text: string): boolean {
  return /^\d{0,15}$/.test(text);
}

const countOf = (text: string): number | undefined => (text === '' ? undefined : Number(text));
const flagOf = (value: Answer): boolean | undefined => (value === 'open' ? undefined : value === 'yes');

/** Members without the open ones; undefined when nothing is left. */
function stated<T extends object>(members: T): T | undefined {
  const left = Object.entries(members).filter(([, value]) => value !== undefined);
  return left.length === 0 ? undefined : members;
}

/** The request, or null while a number is none. `before` keeps what the form does not show. */
export function profileOf(draft: ProfileDraft, before: EntityProfile): EntityProfile | null {
  if (![draft.size, draft.heldPersons, draft.heldFaces].every(isCount)) return null;
  const org = stated({
    sector: before.org?.sector,
    ciio: flagOf(draft.ciio),
    mo_ci_operator: flagOf(draft.mo_ci_operator),
    hk_ci_operator: flagOf(draft.hk_ci_operator),
    prc_presence: flagOf(draft.prc_presence),
    size: countOf(draft.size),
  });
  const held = stated({ pi: countOf(draft.heldPersons), face: countOf(draft.heldFaces) });
  return {
    ...(org === undefined ? {} : { org }),
    ...(held === undefined ? {} : { held }),
    ...(draft.role === 'open' ? {} : { role: draft.role }),
    ...(draft.city === '' || draft.city === 'other' ? {} : { origin_city: draft.city }),
  };
}
