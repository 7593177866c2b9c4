/** Transfers that wait for officers: what is asked, since when, who has approved, and whether the reader may answer. */
import { Link } from '@tanstack/react-router';
import type { WaitingApproval } from '../../../src/model/api/approvals.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { daysWaited, officersStoodInFor } from './waiting.ts';

/** Who has approved so far and who is still needed: a second officer has to be another one. */
function Progress({ one }: { readonly one: WaitingApproval }) {
  const { t, format } = useTranslation();
  const given = one.approvals.filter(({ counts }) => counts);
  const names = given.map(({ by, onBehalfOf }) =>
    onBehalfOf === null ? by : t('approvals.by_for', { by, officer: onBehalfOf }),
  );
  return (
    <div className="text-sm">
      <p className="font-medium">{t(`approvals.asks.${one.asks}`)}</p>
      {names.length > 0 && <p>{t('approvals.approved_by', { list: format.list(names) })}</p>}
      {one.missing > 0 && (
        <p className="text-soft">
          {one.asks === 'officer' ? t('approvals.one_missing') : t('approvals.missing', { n: one.missing })}
        </p>
      )}
      {one.others > 0 && <p className="text-soft">{t('approvals.others', { n: one.others })}</p>}
    </div>
  );
}

function Waiting({
  one,
  now,
  onAnswer,
}: {
  readonly one: WaitingApproval;
  readonly now: Date;
  readonly onAnswer: (transferId: string) => void;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const officers = officersStoodInFor(one);
  return (
    <li className="grid gap-x-6 gap-y-3 px-4 py-4 sm:px-6 lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1.2fr)_auto] lg:items-start">
      <div className="grid min-w-0 gap-1 text-sm">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link
            to="/transfers/$id"
            params={{ id: one.transferId }}
            className="font-mono text-accent underline underline-offset-2"
          >
            {one.reference}
          </Link>
          <LevelBadge level={one.level} />
        </p>
        <p>
          {one.sender} · {t(`purpose.${one.purpose}`)}
        </p>
        <p className="flex flex-wrap gap-1.5">
          {one.destinations.map((place) => (
            <Tag key={place}>{placeName(translation, place)}</Tag>
          ))}
        </p>
        <p className="text-soft">{format.list(one.rules)}</p>
        <p className="text-[0.8125rem] text-soft">
          {t('approvals.waits', { time: format.dateTime(one.since), days: daysWaited(one, now) })}
          {one.until !== null && <> · {t('approvals.ends', { time: format.dateTime(one.until) })}</>}
        </p>
      </div>
      <Progress one={one} />
      <div className="grid gap-2 lg:min-w-44 lg:justify-items-end">
        {one.answerAs.length > 0 ? (
          <>
            <Button aria-label={`${t('detail.review')}: ${one.reference}`} onClick={() => onAnswer(one.transferId)}>
              {t('detail.review')}
            </Button>
            {officers.length > 0 && (
              <p className="text-[0.8125rem] text-soft lg:text-right">
                {t('approvals.for', { list: format.list(officers) })}
              </p>
            )}
          </>
        ) : (
          <>
            <ButtonLink to="/transfers/$id" params={{ id: one.transferId }}>
              {t('approvals.open')}
              <span className="sr-only">: {one.reference}</span>
            </ButtonLink>
            <p className="text-[0.8125rem] text-soft lg:text-right">
              {t(one.own ? 'approvals.own' : 'approvals.nothing_to_do')}
            </p>
          </>
        )}
      </div>
    </li>
  );
}

export function Queue({
  rows,
  now,
  onAnswer,
}: {
  readonly rows: readonly WaitingApproval[];
  readonly now: Date;
  readonly onAnswer: (transferId: string) => void;
}) {
  return (
    <ul className="-mx-4 divide-y divide-line sm:-mx-6">
      {rows.map((one) => (
        <Waiting key={one.transferId} one={one} now={now} onAnswer={onAnswer} />
      ))}
    </ul>
  );
}
