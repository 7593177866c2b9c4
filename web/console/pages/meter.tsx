/** How much stayed and how much crossed. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Facts, Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

export function MeterPage() {
  const { t, format } = useTranslation();
  const api = useApi();
  const meter = useQuery({
    queryKey: ['meter'],
    queryFn: ({ signal }) => api.system.meter({ signal }),
    refetchInterval: 5000,
  });
  return (
    <Page title={t('nav.meter')} lead={t('meter.lead')}>
      {meter.isPending && <Loading />}
      {meter.isError && <Failed error={meter.error} retry={() => void meter.refetch()} />}
      {meter.isSuccess && (
        <Section title={t('meter.kept')}>
          <p className="mb-5 text-4xl font-semibold tracking-tight">
            {meter.data.keptShare === null ? t('meter.none') : format.percent(meter.data.keptShare)}
          </p>
          <Facts
            rows={[
              [t('meter.content'), format.bytes(meter.data.contentBytes)],
              [t('meter.crossed'), `${format.number(meter.data.notices)} · ${format.bytes(meter.data.crossedBytes)}`],
              [t('meter.personal'), format.number(meter.data.personalDataCrossed)],
            ]}
          />
        </Section>
      )}
    </Page>
  );
}
