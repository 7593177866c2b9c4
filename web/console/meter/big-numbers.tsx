/** The two numbers that this product is about, and what they come to. */
import type { Meter } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { crossedPerMillion } from './days.ts';

function Figure({ name, value, note }: { readonly name: string; readonly value: string; readonly note: string }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-3xl font-semibold tracking-tight tabular-nums sm:text-4xl">{value}</dd>
      <dd className="text-sm text-soft">{note}</dd>
    </div>
  );
}

export function BigNumbers({ meter }: { readonly meter: Meter }) {
  const { t, format } = useTranslation();
  const perMillion = crossedPerMillion(meter.contentBytes, meter.crossedBytes);
  const clean = meter.personalDataCrossed === 0;
  return (
    <section aria-label={t('meter.lead')} className="rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-6">
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
        <Figure
          name={t('meter.kept_bytes')}
          value={format.bytes(meter.contentBytes)}
          note={
            meter.keptShare === null ? t('meter.none') : t('meter.share', { share: format.percent(meter.keptShare) })
          }
        />
        <Figure
          name={t('meter.crossed_bytes')}
          value={format.bytes(meter.crossedBytes)}
          note={[
            t('meter.notices', { n: meter.notices }),
            ...(perMillion === null ? [] : [t('meter.per_million', { n: format.number(perMillion) })]),
          ].join(' · ')}
        />
        <div className="grid content-start gap-1">
          <dt className="text-sm text-soft">{t('meter.personal')}</dt>
          <dd className="text-3xl font-semibold tracking-tight tabular-nums sm:text-4xl">
            {format.number(meter.personalDataCrossed)}
          </dd>
          <dd>
            <Badge tone={clean ? 'good' : 'stop'}>{t(clean ? 'meter.clean' : 'meter.not_clean')}</Badge>
          </dd>
        </div>
      </dl>
    </section>
  );
}
