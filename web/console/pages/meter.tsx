/** Overview: how much stayed and how much crossed, what waits for the reader, where every transfer stands. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { BigNumbers } from '../meter/big-numbers.tsx';
import { dayOf, lastDays } from '../meter/days.ts';
import { Due } from '../meter/due.tsx';
import { FirstSteps } from '../meter/first-steps.tsx';
import { StateCounts } from '../meter/state-counts.tsx';
import { TrafficChart } from '../meter/traffic-chart.tsx';
import { useStateCounts, useWaiting } from '../meter/use-overview.ts';
import { Waiting } from '../meter/waiting.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

const REFRESH_MS = 5000;
const DAYS_SHOWN = 30;

export function MeterPage() {
  const { t } = useTranslation();
  const api = useApi();
  const meter = useQuery({
    queryKey: ['meter'],
    queryFn: ({ signal }) => api.system.meter({ signal }),
    refetchInterval: REFRESH_MS,
  });
  const { person } = useSession();
  const counts = useStateCounts();
  const waiting = useWaiting();
  const known = meter.data?.days;
  const today = dayOf(new Date(meter.dataUpdatedAt));
  const days = useMemo(() => (known === undefined ? [] : lastDays(known, today, DAYS_SHOWN)), [known, today]);
  const firstDay = counts !== null && counts.every(({ count }) => count === 0);
  return (
    <Page title={t('nav.meter')} lead={t('meter.lead')}>
      <div className="grid gap-5">
        {meter.isPending && <Loading />}
        {meter.isError && <Failed error={meter.error} retry={() => void meter.refetch()} />}
        {firstDay && <FirstSteps />}
        {meter.isSuccess && <BigNumbers meter={meter.data} />}
        {!firstDay && (
          <>
            <div className="grid gap-5 lg:grid-cols-[minmax(0,2fr)_minmax(16rem,1fr)] lg:items-start">
              <div className="grid min-w-0 gap-5">
                <Waiting transfers={waiting} />
                {person.role !== 'sender' && <Due />}
              </div>
              <StateCounts counts={counts} />
            </div>
            {meter.isSuccess && (
              <Section title={t('meter.chart')} hint={t('meter.chart_hint')}>
                <TrafficChart days={days} />
              </Section>
            )}
          </>
        )}
      </div>
    </Page>
  );
}
