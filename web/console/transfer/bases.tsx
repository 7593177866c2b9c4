/** What is on record for this transfer, and who answered the request for approval. */
import type { ApprovalView } from '../../../src/model/api/approvals.ts';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { statedTexts } from '../basis/stated-text.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';

type Basis = TransferDetail['bases'][number];

/** What a record holds, in words: bases, contracts, filings, assessments, and what was stated with it. */
export function kindsText(translation: Translation, basis: Omit<Basis, 'standing'>): string {
  const { t, format } = translation;
  return format.list([
    ...basis.bases.map((kind) => t(`basis.${kind}`)),
    ...basis.contracts.map((kind) => t(`contract.${kind}`)),
    ...basis.filings.map((kind) => t(`filing.${kind}`)),
    ...basis.assessments.map((kind) => t(`assessment.${kind}`)),
    ...(basis.necessary ? [t('basis.necessary_short')] : []),
    ...statedTexts(translation, basis.facts),
  ]);
}

/** The days on which a record counts; empty when it has no term. */
export function termText({ t, format }: Translation, basis: Pick<Basis, 'effectiveAt' | 'expiresAt'>): string {
  const { effectiveAt, expiresAt } = basis;
  return [
    ...(effectiveAt === null ? [] : [t('onrecord.from', { date: format.date(effectiveAt) })]),
    ...(expiresAt === null ? [] : [t('onrecord.until', { date: format.date(expiresAt) })]),
  ].join(' ');
}

export function Bases({ transfer }: { readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  if (transfer.bases.length === 0) return <p className="text-sm text-soft">{t('detail.no_basis')}</p>;
  return (
    <ul className="grid gap-4">
      {transfer.bases.map((basis) => (
        <li key={basis.id} className="grid gap-1 text-sm">
          <p>{kindsText(translation, basis)}</p>
          {basis.evidence !== '' && <p className="text-soft">{t('detail.evidence', { text: basis.evidence })}</p>}
          {basis.reference !== '' && <p className="text-soft">{t('onrecord.reference', { text: basis.reference })}</p>}
          <p className="text-[0.8125rem] text-soft">
            {[basis.recordedBy, format.dateTime(basis.recordedAt), termText(translation, basis)]
              .filter((part) => part !== '')
              .join(' · ')}
          </p>
          <p className="flex flex-wrap gap-1.5 empty:hidden">
            {(basis.standing || basis.reuse) && <Badge tone="calm">{t('onrecord.standing')}</Badge>}
            {basis.withdrawn && <Badge tone="stop">{t('onrecord.withdrawn')}</Badge>}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** An approval that counts no longer is still shown, and says so. */
export function ApprovalBadge({ approval }: { readonly approval: ApprovalView }) {
  const { t } = useTranslation();
  if (approval.outcome === 'declined') return <Badge tone="stop">{t('approval.outcome.declined')}</Badge>;
  if (!approval.counts) return <Badge tone="calm">{t('approvals.lapsed')}</Badge>;
  return <Badge tone="good">{t('approval.outcome.approved')}</Badge>;
}

export function Approvals({ transfer }: { readonly transfer: TransferDetail }) {
  const { t, format } = useTranslation();
  return (
    <ul className="grid gap-3">
      {transfer.approvals.map((approval) => (
        <li key={`${approval.by} ${approval.at}`} className="flex flex-wrap items-center justify-between gap-2 text-sm">
          <span>
            {approval.onBehalfOf === null
              ? approval.by
              : t('approvals.by_for', { by: approval.by, officer: approval.onBehalfOf })}
            <span className="block text-[0.8125rem] text-soft">
              {format.dateTime(approval.at)}
              {approval.outcome === 'approved' && approval.validUntil !== null && (
                <> · {t('onrecord.until', { date: format.dateTime(approval.validUntil) })}</>
              )}
            </span>
          </span>
          <ApprovalBadge approval={approval} />
        </li>
      ))}
    </ul>
  );
}
