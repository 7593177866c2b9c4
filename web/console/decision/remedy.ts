/** What would lift an objection, and who can do it. */
import { APPROVALS, FILINGS, LEGAL_BASES } from '../../../src/model/facts.ts';
import type { Translation } from '../i18n/translate.tsx';

export const REMEDY_KINDS = ['basis', 'necessary', 'filing', 'approval', 'other'] as const;
export type RemedyKind = (typeof REMEDY_KINDS)[number];

export function remedyKind(remedy: string): RemedyKind {
  if (remedy.startsWith('basis:')) return 'basis';
  if (remedy.startsWith('filing:')) return 'filing';
  if (remedy.startsWith('approval:')) return 'approval';
  return remedy === 'necessary' || remedy === 'fact:necessary' ? 'necessary' : 'other';
}

/** The remedy in words; its own text when the catalogue does not know it, so that nothing is hidden. */
export function remedyText({ t }: Translation, remedy: string): string {
  const name = remedy.slice(remedy.indexOf(':') + 1);
  const basis = LEGAL_BASES.find((kind) => kind === name);
  if (remedy.startsWith('basis:') && basis !== undefined) return t(`basis.${basis}`);
  const filing = FILINGS.find((kind) => kind === name);
  if (remedy.startsWith('filing:') && filing !== undefined) return t(`filing.${filing}`);
  const approval = APPROVALS.find((kind) => kind === name);
  if (remedy.startsWith('approval:') && approval !== undefined) return t(`approval.${approval}`);
  return remedyKind(remedy) === 'necessary' ? t('basis.necessary') : remedy;
}

/** True when the person who writes the transfer can record it with evidence. */
export function isRecordable(remedy: string): boolean {
  const kind = remedyKind(remedy);
  return kind === 'basis' || kind === 'filing' || kind === 'necessary';
}

/** A deadline in words: `PT0S` means that it must be done before the transfer. */
export function deadlineText({ t, format }: Translation, deadline: string): string {
  return deadline === 'PT0S' ? t('decision.deadline_before') : format.duration(deadline);
}
