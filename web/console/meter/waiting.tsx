/** What waits for the reader: one line for each transfer, saying what is asked of them. */
import { Link } from '@tanstack/react-router';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Section } from '../ui/page.tsx';
import { Loading } from '../ui/states.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { asksOf } from './use-overview.ts';

const SHOWN = 5;

function WaitingTransfer({ transfer }: { readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const [first] = transfer.recipients;
  return (
    <li>
      <Link
        to="/transfers/$id"
        params={{ id: transfer.id }}
        className="-mx-2 grid gap-x-4 gap-y-1.5 rounded-lg px-2 py-3 text-sm hover:bg-hover sm:grid-cols-[minmax(0,1fr)_auto]"
      >
        <span className="grid min-w-0 gap-0.5">
          <span className="truncate font-medium">
            {t(`purpose.${transfer.purpose}`)}
            {first !== undefined && ` · ${first.organisation}`}
          </span>
          <span className="truncate text-[0.8125rem] text-soft">
            {transfer.sender}
            {first !== undefined && ` → ${placeName(translation, first.jurisdiction)}`}
            {' · '}
            {format.dateTime(transfer.createdAt)}
          </span>
          <span className="font-mono text-[0.8125rem] text-soft">{transfer.reference}</span>
        </span>
        <span className="flex flex-wrap content-start items-center gap-2 sm:justify-end">
          <LevelBadge level={transfer.classification.level} />
          <Badge tone="wait">{t(asksOf(transfer) === 'basis' ? 'meter.wants_basis' : 'meter.wants_approval')}</Badge>
        </span>
      </Link>
    </li>
  );
}

export function Waiting({ transfers }: { readonly transfers: readonly TransferDetail[] | null }) {
  const { t } = useTranslation();
  return (
    <Section title={t('meter.waiting')} hint={t('meter.waiting_hint')}>
      {transfers === null && <Loading lines={2} />}
      {transfers?.length === 0 && <p className="text-sm text-soft">{t('meter.waiting_none')}</p>}
      {transfers !== null && transfers.length > 0 && (
        <>
          <ul className="-my-2 divide-y divide-line">
            {transfers.slice(0, SHOWN).map((transfer) => (
              <WaitingTransfer key={transfer.id} transfer={transfer} />
            ))}
          </ul>
          {transfers.length > SHOWN && (
            <p className="mt-3 text-sm">
              <Link to="/transfers" search={{ state: 'held' }} className="text-accent underline underline-offset-2">
                {t('meter.waiting_more', { n: transfers.length - SHOWN })}
              </Link>
            </p>
          )}
        </>
      )}
    </Section>
  );
}
