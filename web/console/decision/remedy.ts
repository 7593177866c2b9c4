/** What would lift an objection, and who can do it. */
import { APPROVALS, ASSESSMENTS, CONTRACTS, FILINGS, LEGAL_BASES } from '../../../src/model/facts.ts';
import { isOfEntity, statedFactOf } from '../basis/stated.ts';
import { factName } from '../i18n/facts.ts';
import type { Translation } from '../i18n/translate.tsx';

export const REMEDY_KINDS = ['basis', 'necessary', 'contract', 'filing', 'pia', 'approval', 'fact', 'other'] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

export function remedyKind(remedy: string): RemedyKind {
  if (remedy === 'necessary' || remedy === 'fact:necessary') return 'necessary';
  return REMEDY_KINDS.find((kind) => remedy.startsWith(`${kind}:`)) ?? 'other';
}

/** Who can do it, the nearest first. What a regulator has to grant or receive comes last: it takes longest. */
export const DOERS = ['sender', 'officer', 'two_officers', 'regulator', 'other'] as const;
export type Doer = (typeof DOERS)[number];

export function doerOf(remedy: string): Doer {
  if (remedy === 'approval:two_officer') return 'two_officers';
  const kind = remedyKind(remedy);
  if (kind === 'fact') return isOfEntity(remedy.slice('fact:'.length)) ? 'officer' : 'sender';
  return DOER_OF[kind];
}

const DOER_OF: Readonly<Record<Exclude<RemedyKind, 'fact'>, Doer>> = {
  basis: 'sender',
  necessary: 'sender',
  contract: 'officer',
  pia: 'officer',
  approval: 'officer',
  filing: 'regulator',
  other: 'other',
};

/** Facts to name as not known, without what is merely not on record: the remedies say that. */
export function unknownFacts(names: readonly string[]): readonly string[] {
  return names.filter((name) => !NOT_ON_RECORD.has(name));
}

const NOT_ON_RECORD: ReadonlySet<string> = new Set(['basis', 'necessary', 'contract', 'filing', 'pia', 'approvals']);

/** The remedy in words; its own text when the catalogue does not know it, so that nothing is hidden. */
export function remedyText(translation: Translation, remedy: string): string {
  const name = remedy.slice(remedy.indexOf(':') + 1);
  return TEXT_OF[remedyKind(remedy)](translation, name) ?? remedy;
}

const TEXT_OF: Readonly<Record<RemedyKind, (translation: Translation, name: string) => string | null>> = {
  necessary: ({ t }) => t('basis.necessary'),
  basis: ({ t }, name) => known(LEGAL_BASES, name, (kind) => t(`basis.${kind}`)),
  contract: ({ t }, name) => known(CONTRACTS, name, (kind) => t(`contract.${kind}`)),
  filing: ({ t }, name) => known(FILINGS, name, (kind) => t(`filing.${kind}`)),
  pia: ({ t }, name) => known(ASSESSMENTS, name, (kind) => t(`assessment.${kind}`)),
  approval: ({ t }, name) => known(APPROVALS, name, (kind) => t(`approval.${kind}`)),
  fact: factName,
  other: () => null,
};

function known<T extends string>(all: readonly T[], name: string, text: (kind: T) => string): string | null {
  const found = all.find((kind) => kind === name);
  return found === undefined ? null : text(found);
}

/** True when a form of this page takes it: with evidence, or as a fact that somebody states. */
export function isRecordable(remedy: string): boolean {
  const kind = remedyKind(remedy);
  if (kind === 'fact') return statedFactOf(remedy.slice('fact:'.length)) !== null;
  return kind !== 'approval' && kind !== 'other';
}

/** A deadline in words: `PT0S` means that it must be done before the transfer. */
export function deadlineText({ t, format }: Translation, deadline: string): string {
  return deadline === 'PT0S' ? t('decision.deadline_before') : format.duration(deadline);
}
