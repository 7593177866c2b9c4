/** One standing record: what it is, what it serves, until when, and what rests on it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { StandingRecord } from '../../../src/model/api/records.ts';
import { useApi } from '../api/context.tsx';
import { cityName, placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { kindsText, termText } from '../transfer/bases.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { StateBadge } from '../ui/words.tsx';
import { categoryTexts } from './categories.ts';

const TONE: Readonly<Record<StandingRecord['state'], Tone>> = {
  in_force: 'good',
  soon: 'wait',
  planned: 'calm',
  outgrown: 'wait',
  expired: 'calm',
  withdrawn: 'stop',
};

const where = (translation: Translation, place: string): string =>
  place.includes('-') ? (cityName(translation, place) ?? place) : placeName(translation, place);

/** A recipient with the place that the record was made for, and where the recipient has moved since. */
function recipientText(translation: Translation, one: StandingRecord['recipients'][number]): string {
  const { t } = translation;
  const line = `${one.name} · ${one.organisation} · ${where(translation, one.city ?? one.jurisdiction)}`;
  return one.movedTo === null ? line : `${line} (${t('record.moved', { place: where(translation, one.movedTo) })})`;
}

/** Everything of a record that the page shows, for its search. */
export function shownTexts(translation: Translation, record: StandingRecord): readonly string[] {
  return [
    kindsText(translation, record),
    record.entity,
    translation.t(`purpose.${record.scope.purpose}`),
    record.reference,
    record.evidence,
    ...record.recipients.map((one) => recipientText(translation, one)),
    ...categoryTexts(translation, record.scope.categories),
  ];
}

/** Transfers that counted on it, read when somebody asks. */
function Uses({ record }: { readonly record: StandingRecord }) {
  const { t, format } = useTranslation();
  const api = useApi();
  const uses = useQuery({
    queryKey: ['record', record.id],
    queryFn: ({ signal }) => api.records.get(record.id, { signal }),
  });
  if (uses.isPending) return <Loading lines={2} />;
  if (uses.isError) return <Failed error={uses.error} retry={() => void uses.refetch()} />;
  const { transfers } = uses.data;
  const hidden = record.used - transfers.length;
  return (
    <div className="grid gap-2 text-sm">
      <ul className="grid gap-2">
        {transfers.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Link
              to="/transfers/$id"
              params={{ id: one.id }}
              className="font-mono text-accent underline underline-offset-2"
            >
              {one.reference}
            </Link>
            <StateBadge state={one.state} />
            <span className="text-[0.8125rem] text-soft">{format.dateTime(one.createdAt)}</span>
          </li>
        ))}
      </ul>
      {transfers.length === 0 && hidden <= 0 && <p className="text-soft">{t('record.unused')}</p>}
      {hidden > 0 && <p className="text-soft">{t('record.others', { n: hidden })}</p>}
    </div>
  );
}

export function RecordRow({
  record,
  onWithdraw,
}: {
  readonly record: StandingRecord;
  /** Left out for whoever may not, and for what cannot be withdrawn any more. */
  readonly onWithdraw: (() => void) | undefined;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const [open, setOpen] = useState(false);
  const title = kindsText(translation, record);
  const term = termText(translation, record);
  const rows: (readonly [string, ReactNode])[] = [
    [t('record.serves'), `${record.entity} · ${t(`purpose.${record.scope.purpose}`)}`],
    [
      t('detail.to'),
      <ul key="to">
        {record.recipients.map((one) => (
          <li key={one.id}>{recipientText(translation, one)}</li>
        ))}
      </ul>,
    ],
    [t('record.data'), format.list(categoryTexts(translation, record.scope.categories)) || t('record.no_data')],
    ...(record.reference === '' ? [] : [[t('record.reference'), record.reference] as const]),
    ...(record.evidence === '' ? [] : [[t('record.evidence'), record.evidence] as const]),
    [
      t('record.recorded'),
      [record.recordedBy, format.dateTime(record.recordedAt), term].filter((part) => part !== '').join(' · '),
    ],
  ];
  return (
    <article className="grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-6">
      <div className="grid gap-1.5">
        <h3 className="text-sm font-semibold">{title}</h3>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
          <Badge tone={TONE[record.state]}>{t(`record.state.${record.state}`)}</Badge>
          {t(`record.state.${record.state}_hint`)}
        </p>
      </div>
      <Facts rows={rows} />
      <div className="flex flex-wrap items-center gap-3">
        <Button
          aria-expanded={open}
          aria-label={`${t('record.uses', { n: record.used })}: ${title}`}
          onClick={() => setOpen(!open)}
        >
          {t('record.uses', { n: record.used })}
        </Button>
        {onWithdraw !== undefined && (
          <Button aria-label={`${t('record.withdraw')}: ${title}`} onClick={onWithdraw}>
            {t('record.withdraw')}
          </Button>
        )}
      </div>
      {open && <Uses record={record} />}
    </article>
  );
}
