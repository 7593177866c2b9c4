/** How many persons' data went abroad this year, against the limits of the law. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useApi } from '../api/context.tsx';
import { EntityCounters } from '../counters/entity-counters.tsx';
import { Recount } from '../counters/recount.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { SelectField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

function Year({ year, years }: { readonly year: number; readonly years: readonly number[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/counters' });
  return (
    <SelectField<string>
      label={t('counters.year')}
      value={String(year)}
      options={years.map((one) => ({ value: String(one), label: String(one) }))}
      onChange={(chosen) => void navigate({ search: { year: Number(chosen) }, replace: true })}
    />
  );
}

export function CountersPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { year } = useSearch({ from: '/counters' });
  const counters = useQuery({
    queryKey: ['counters', year ?? null],
    queryFn: ({ signal }) => api.register.counters(year ?? null, { signal }),
  });
  const data = counters.data;
  return (
    <Page
      title={t('nav.counters')}
      lead={t('counters.lead')}
      action={data !== undefined && data.years.length > 1 ? <Year year={data.year} years={data.years} /> : null}
    >
      {counters.isPending && <Loading lines={6} />}
      {counters.isError && <Failed error={counters.error} retry={() => void counters.refetch()} />}
      {data !== undefined && (
        <div className="grid gap-5">
          {data.entities.map((entity) => (
            <EntityCounters
              key={`${entity.id} ${entity.jurisdiction}`}
              entity={entity}
              isThisYear={data.year === Math.max(...data.years)}
            />
          ))}
          <Recount />
        </div>
      )}
    </Page>
  );
}
