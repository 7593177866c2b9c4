/** What crossed: the statement first, then days, comparison and routes, and how to check all of it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Proof, ProofSearch } from '../../../src/model/api/proof.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { TrafficChart } from '../meter/traffic-chart.tsx';
import { CheckPanel } from '../proof/check-panel.tsx';
import { Compared } from '../proof/compared.tsx';
import { ProofFilters } from '../proof/filters.tsx';
import { Statement } from '../proof/statement.tsx';
import { Kinds, Routes } from '../proof/tables.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const REFRESH_MS = 30_000;
/** As many bars as a picture can tell apart. */
const DAYS_SHOWN = 60;

export function ProofPage() {
  const { t } = useTranslation();
  const api = useApi();
  const search = useSearch({ from: '/proof' });
  const navigate = useNavigate({ from: '/proof' });
  const proof = useQuery({
    queryKey: ['proof', search],
    queryFn: ({ signal }) => api.proof.read(search, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={t('nav.proof')} lead={t('proof.lead')}>
      <div className="grid gap-5">
        <ProofFilters
          search={search}
          proof={proof.data}
          change={(next) => void navigate({ search: next, replace: true })}
        />
        {proof.isPending && <Loading lines={6} />}
        {proof.isError && <Failed error={proof.error} retry={() => void proof.refetch()} />}
        {proof.isSuccess && <Shown proof={proof.data} search={search} />}
      </div>
    </Page>
  );
}

function Shown({ proof, search }: { readonly proof: Proof; readonly search: ProofSearch }) {
  const { t } = useTranslation();
  const days = useMemo(() => proof.days.slice(-DAYS_SHOWN), [proof.days]);
  const isEmpty = proof.routes.length === 0;
  return (
    <>
      {isEmpty ? (
        <Empty
          title={t('proof.empty')}
          action={
            <ButtonLink to="/transfers" kind="plain">
              {t('nav.transfers')}
            </ButtonLink>
          }
        >
          {t('proof.empty_hint')}
        </Empty>
      ) : (
        <>
          <Statement proof={proof} />
          <Section
            title={t('proof.chart')}
            hint={proof.days.length > DAYS_SHOWN ? t('proof.chart_cut', { n: DAYS_SHOWN }) : t('meter.chart_hint')}
          >
            <TrafficChart days={days} label={t('proof.chart_label')} />
          </Section>
          <div className="grid gap-5 lg:grid-cols-2 lg:items-start">
            <Compared proof={proof} />
            <Kinds kinds={proof.kinds} />
          </div>
          <Routes routes={proof.routes} />
        </>
      )}
      <CheckPanel key={JSON.stringify(search)} proof={proof} search={search} />
    </>
  );
}
