/** One legal entity: its limits, and where its persons went. */
import type { Counters } from '../../../src/model/api/counters.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { ThresholdBar } from './threshold-bar.tsx';

type Entity = Counters['entities'][number];

function Destinations({ entity }: { readonly entity: Entity }) {
  const translation = useTranslation();
  const { t, format } = translation;
  if (entity.destinations.length === 0) return <p className="text-sm text-soft">{t('counters.nobody')}</p>;
  const rows = [
    ...entity.destinations.map((one) => ({ ...one, name: placeName(translation, one.destination) })),
    { ...entity.total, destination: 'all', name: t('counters.all_places') },
  ];
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left text-sm">
        <thead className="text-[0.8125rem] text-soft">
          <tr className="border-b border-line">
            <th scope="col" className="py-2 pr-3 font-medium">
              {t('counters.place')}
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              {t('counters.pi')}
            </th>
            <th scope="col" className="py-2 pl-3 text-right font-medium">
              {t('counters.spi')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.destination} className="border-b border-line last:border-0 last:font-medium">
              <th scope="row" className="py-2 pr-3 font-[inherit]">
                {row.name}
              </th>
              <td className="px-3 py-2 text-right tabular-nums">{format.number(row.pi)}</td>
              <td className="py-2 pl-3 text-right tabular-nums">{format.number(row.spi)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function EntityCounters({ entity, isThisYear }: { readonly entity: Entity; readonly isThisYear: boolean }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { thresholds, reviewFrom, total } = entity;
  return (
    <Section
      title={entity.name}
      hint={t('counters.sends_from', { place: placeName(translation, entity.jurisdiction) })}
    >
      <div className="grid gap-6">
        {thresholds.length > 0 ? (
          <ul className="grid gap-5">
            {thresholds.map((threshold) => (
              <ThresholdBar key={threshold.id} threshold={threshold} isThisYear={isThisYear} />
            ))}
          </ul>
        ) : (
          <p className="text-sm text-soft">{t('counters.no_limits')}</p>
        )}
        {total.unknown > 0 && <Callout tone="wait">{t('counters.unknown', { n: total.unknown })}</Callout>}
        <Destinations entity={entity} />
        {reviewFrom !== null && (
          <p className="text-sm text-soft">{t('counters.review_from', { n: format.number(reviewFrom) })}</p>
        )}
        {thresholds.length > 0 && (
          <Disclosure summary={t('counters.law')}>
            <p className="max-w-2xl">{t('counters.law_text')}</p>
          </Disclosure>
        )}
      </div>
    </Section>
  );
}
