/** Every form by name: in which languages its regulator takes it, and what is in it. */
import type { FormName, Variant } from '../../model/api/duties.ts';
import type { Locale } from '../../model/locale.ts';
import { assessmentForm } from './assessment.ts';
import { breachForm } from './breach.ts';
import { cacAssessment, cacSccFiling } from './cac.ts';
import { dpaForm } from './dpa.ts';
import { dspdpArt20, dspdpAuthorisation, dspdpNotice, dspdpSimplified } from './dspdp.ts';
import { gbaContract, gbaFiling } from './gba.ts';
import type { Material } from './material.ts';
import type { Part } from './parts.ts';
import { ropaForm } from './ropa.ts';
import type { Words } from './words.ts';

type Tongues = readonly [Locale, ...Locale[]];

export type FormDefinition = {
  /** Languages of the document for a reader of `locale`. */
  readonly tongues: (locale: Locale, variant: Variant) => Tongues;
  readonly build: (material: Material, words: Words, variant: Variant) => readonly Part[];
};

/** Macau's regulator takes Chinese or Portuguese only; both stand side by side. */
const macau = (): Tongues => ['zh-Hant', 'pt'];
const mainland = (): Tongues => ['zh-Hans'];
const chinese = (locale: Locale): Tongues => [locale === 'zh-Hans' ? 'zh-Hans' : 'zh-Hant'];
const reader = (locale: Locale): Tongues => [locale];

function assessmentTongues(locale: Locale, variant: Variant): Tongues {
  if (variant === 'cn-pia') return mainland();
  if (variant === 'gba-pia') return chinese(locale);
  return variant === 'mo-necessity' ? macau() : reader(locale);
}

export const FORM_DEFINITIONS: Readonly<Record<FormName, FormDefinition>> = {
  'dspdp-notice': { tongues: macau, build: dspdpNotice },
  'dspdp-simplified': { tongues: macau, build: dspdpSimplified },
  'dspdp-authorisation': { tongues: macau, build: dspdpAuthorisation },
  'dspdp-art20': { tongues: macau, build: dspdpArt20 },
  'gba-filing': { tongues: chinese, build: gbaFiling },
  'gba-contract': { tongues: chinese, build: gbaContract },
  'cac-scc-filing': { tongues: mainland, build: cacSccFiling },
  'cac-assessment': { tongues: mainland, build: cacAssessment },
  pia: { tongues: assessmentTongues, build: assessmentForm },
  ropa: { tongues: reader, build: ropaForm },
  breach: { tongues: reader, build: breachForm },
  dpa: { tongues: reader, build: dpaForm },
};
