/** What is on record for this transfer, and who answered the request for approval. */
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';

export function Bases({ transfer }: { readonly transfer: TransferDetail }) {
  const { t, format } = useTranslation();
  if (transfer.bases.length === 0) return <p className="text-sm text-soft">{t('detail.no_basis')}</p>;
  return (
    <ul className="grid gap-4">
      {transfer.bases.map((basis) => (
        <li key={basis.id} className="grid gap-1 text-sm">
          <p>
            {format.list([
              ...basis.bases.map((kind) => t(`basis.${kind}`)),
              ...basis.filings.map((kind) => t(`filing.${kind}`)),
              ...(basis.necessary ? [t('basis.necessary_short')] : []),
            ])}
          </p>
          {basis.evidence !== '' && <p className="text-soft">{t('detail.evidence', { text: basis.evidence })}</p>}
          <p className="text-[0.8125rem] text-soft">
            {basis.recordedBy} · {format.dateTime(basis.recordedAt)}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function Approvals({ transfer }: { readonly transfer: TransferDetail }) {
  const { t, format } = useTranslation();
  return (
    <ul className="grid gap-3">
      {transfer.approvals.map((approval) => (
        <li key={`${approval.by} ${approval.at}`} className="flex flex-wrap items-center justify-between gap-2 text-sm">
          <span>
            {approval.by}
            <span className="block text-[0.8125rem] text-soft">{format.dateTime(approval.at)}</span>
          </span>
          <Badge tone={approval.outcome === 'approved' ? 'good' : 'stop'}>
            {t(`approval.outcome.${approval.outcome}`)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
