/** Duties as people compare them: a table where there is room, cards on a phone. The clock comes first. */
import { Link } from '@tanstack/react-router';
import type { DutyView } from '../../../src/model/api/duties.ts';
import { placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { dueText, leftText, toneOf } from './clock.ts';

/** `Macao · Payroll`, the organisation's own duties without a place. */
export function aboutText(translation: Translation, duty: DutyView): string {
  const { t } = translation;
  const parts = [
    duty.place === null ? t('duty.own') : lawName(translation, duty.place),
    duty.purpose === null ? null : t(`purpose.${duty.purpose}`),
    duty.about === 'incident' ? t('duty.incident') : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** The Union is no place of ISO 3166. */
export function lawName(translation: Translation, place: string): string {
  return place === 'EU' ? translation.t('duty.place.EU') : placeName(translation, place);
}

export function DutyClock({ duty }: { readonly duty: DutyView }) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <div className="grid justify-items-start gap-1">
      <Badge tone={toneOf(duty)}>{leftText(translation, duty)}</Badge>
      <p className="text-[0.8125rem] text-soft">
        {duty.closedAt === null ? dueText(translation, duty) : format.dateTime(duty.closedAt)}
      </p>
      {duty.state === 'open' && !duty.calendarKnown && (
        <p className="text-[0.8125rem] text-wait">{t('duty.calendar_unknown')}</p>
      )}
    </div>
  );
}

const LINK = 'font-medium text-accent hover:underline';

function Table({ rows }: { readonly rows: readonly DutyView[] }) {
  const translation = useTranslation();
  const { t } = translation;
  return (
    <div className="hidden overflow-hidden rounded-2xl border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            <th scope="col" className="w-[27%] px-5 py-3 font-medium">
              {t('duty.col.clock')}
            </th>
            <th scope="col" className="w-[43%] px-3 py-3 font-medium">
              {t('duty.col.what')}
            </th>
            <th scope="col" className="w-[30%] px-5 py-3 font-medium">
              {t('duty.col.about')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((duty) => (
            <tr key={duty.id} className="border-b border-line align-top last:border-0">
              <td className="px-5 py-3">
                <DutyClock duty={duty} />
              </td>
              <th scope="row" className="px-3 py-3 font-normal">
                <Link to="/duties/$id" params={{ id: duty.id }} className={LINK}>
                  {duty.title}
                </Link>
                <p className="text-[0.8125rem] text-soft">{duty.cite}</p>
              </th>
              <td className="px-5 py-3">
                <p>{aboutText(translation, duty)}</p>
                <p className="truncate text-[0.8125rem] text-soft">{duty.entity.name}</p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ rows }: { readonly rows: readonly DutyView[] }) {
  const translation = useTranslation();
  return (
    <ul className="grid gap-3 md:hidden">
      {rows.map((duty) => (
        <li key={duty.id} className="grid gap-2 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
          <DutyClock duty={duty} />
          <div>
            <Link to="/duties/$id" params={{ id: duty.id }} className={`inline-flex min-h-touch items-center ${LINK}`}>
              {duty.title}
            </Link>
            <p className="text-[0.8125rem] text-soft">{duty.cite}</p>
          </div>
          <p>
            {aboutText(translation, duty)}
            <span className="block text-[0.8125rem] text-soft">{duty.entity.name}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}

export function DutyRows({ rows }: { readonly rows: readonly DutyView[] }) {
  return (
    <>
      <Table rows={rows} />
      <Cards rows={rows} />
    </>
  );
}
