/** Kinds of data as people name them, each with the category keys that the rules read. */
import type { Facts } from '../../../src/model/facts.ts';

export const DATA_KINDS = [
  { kind: 'contact', keys: ['user.name', 'user.contact.email', 'user.contact.phone_number'] },
  { kind: 'identity', keys: ['user.government_id.national_identification_number'] },
  { kind: 'bank', keys: ['user.financial.bank_account'] },
  { kind: 'pay', keys: ['user.financial'] },
  { kind: 'credit', keys: ['user.financial.credit_solvency'] },
  { kind: 'health', keys: ['user.health_and_medical'] },
  { kind: 'biometric', keys: ['user.biometric'] },
  { kind: 'genetic', keys: ['user.genetic'] },
  { kind: 'location', keys: ['user.location.precise'] },
  { kind: 'religion', keys: ['user.demographic.religious_belief'] },
  { kind: 'politics', keys: ['user.demographic.political_opinion'] },
  { kind: 'ethnicity', keys: ['user.demographic.race_ethnicity'] },
  { kind: 'sexuality', keys: ['user.demographic.sexual_orientation'] },
  { kind: 'union', keys: ['ext.union_membership'] },
  { kind: 'private_life', keys: ['ext.private_life'] },
  { kind: 'criminal', keys: ['user.criminal_history'] },
  { kind: 'pseudonym', keys: ['user.unique_id.pseudonymous'] },
  { kind: 'secret', keys: ['biz.trade_secret'] },
  { kind: 'contract', keys: ['biz.contract'] },
] as const;
export type DataKind = (typeof DATA_KINDS)[number]['kind'];

/** Shown first; the others are one click away. */
export const USUAL_KINDS: readonly DataKind[] = ['contact', 'identity', 'bank', 'pay', 'health', 'biometric'];

/** Whole sets for the matrix. Nothing personal is one of them: what is left then are the organisation's own rules. */
export const PRESETS = ['none', 'contact', 'identity', 'health', 'payroll'] as const;
export type Preset = (typeof PRESETS)[number];
const PRESET_KINDS: Readonly<Record<Preset, readonly DataKind[]>> = {
  none: ['contract'],
  contact: ['contact'],
  identity: ['contact', 'identity'],
  health: ['contact', 'health'],
  payroll: ['contact', 'identity', 'bank', 'pay'],
};

const keysOf = (kind: DataKind): readonly string[] => DATA_KINDS.find((one) => one.kind === kind)?.keys ?? [];

/** Category keys of a preset. */
export function presetCategories(preset: Preset): string[] {
  return PRESET_KINDS[preset].flatMap((kind) => [...keysOf(kind)]);
}

/** Whether all keys of the kind are among the categories. */
export function hasKind({ cats = [] }: Facts, kind: DataKind): boolean {
  return keysOf(kind).every((key) => cats.includes(key));
}

/** The categories with a kind put in or taken out; categories of no kind stay. */
export function withKind({ cats = [] }: Facts, kind: DataKind, on: boolean): string[] {
  const keys = keysOf(kind);
  const others = cats.filter((key) => !keys.includes(key));
  return on ? [...others, ...keys] : others;
}

/** Categories that no kind stands for, as they may come with a link. */
export function otherCategories({ cats = [] }: Facts): readonly string[] {
  const known: ReadonlySet<string> = new Set(DATA_KINDS.flatMap(({ keys }) => keys));
  return cats.filter((key) => !known.has(key));
}
