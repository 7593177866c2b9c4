/** What has to be handed in or done by when, the most urgent first. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { DUTY_STATES, type DutyView } from '../../../src/model/api/duties.ts';
import { useSession } from '../api/context.tsx';
import { DutyRows, lawName } from '../duties/duty-list.tsx';
import { OpenDialog } from '../duties/open-dialog.tsx';
import { useDuties } from '../duties/use-duties.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { classes } from '../ui/classes.ts';
import { SelectField } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const STATES = [...DUTY_STATES, 'all'] as const;
const ANY = 'any';

function StateFilter({ state }: { readonly state: (typeof STATES)[number] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('duty.filter_state')} className="overflow-x-auto">
      <ul className="flex gap-1">
        {STATES.map((name) => (
          <li key={name}>
            <Link
              to="/duties"
              search={(before) => ({ ...before, state: name === 'open' ? undefined : name })}
              aria-current={name === state ? 'true' : undefined}
              className={classes(
                'inline-flex min-h-touch items-center rounded-lg px-3 text-sm whitespace-nowrap hover:bg-hover sm:min-h-9',
                name === state ? 'bg-accent-soft font-medium text-ink' : 'text-soft',
              )}
            >
              {t(`duty.state.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Places and entities of the duties that are there; a choice of one is no choice. */
function Filters({ duties }: { readonly duties: readonly DutyView[] }) {
  const translation = useTranslation();
  const { t } = translation;
  const { place = ANY, entity = ANY } = useSearch({ from: '/duties' });
  const navigate = useNavigate({ from: '/duties' });
  const places = [...new Set(duties.map((duty) => duty.place ?? 'none'))];
  const entities = [...new Map(duties.map((duty) => [duty.entity.id, duty.entity.name]))];
  const set = (part: { readonly place?: string; readonly entity?: string }) =>
    void navigate({
      search: (before) => ({
        ...before,
        ...Object.fromEntries(Object.entries(part).map(([name, value]) => [name, value === ANY ? undefined : value])),
      }),
    });
  return (
    <search className="grid gap-4 sm:grid-cols-2 lg:w-2/3">
      {(places.length > 1 || place !== ANY) && (
        <SelectField
          label={t('duty.filter_place')}
          value={place}
          options={[
            { value: ANY, label: t('duty.any_place') },
            ...places.map((value) => ({
              value,
              label: value === 'none' ? t('duty.own') : lawName(translation, value),
            })),
          ]}
          onChange={(value) => set({ place: value })}
        />
      )}
      {(entities.length > 1 || entity !== ANY) && (
        <SelectField
          label={t('duty.filter_entity')}
          value={entity}
          options={[
            { value: ANY, label: t('duty.any_entity') },
            ...entities.map(([value, label]) => ({ value, label })),
          ]}
          onChange={(value) => set({ entity: value })}
        />
      )}
    </search>
  );
}

/** What the state and the filters leave over, or why there is nothing. */
function Results({ list, state }: { readonly list: ReturnType<typeof useDuties>; readonly state: string }) {
  const { t } = useTranslation();
  const { place, entity } = useSearch({ from: '/duties' });
  if (list.isPending) return <Loading lines={6} />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const { duties } = list.data;
  const rows = duties.filter(
    (duty) =>
      (place === undefined || (duty.place ?? 'none') === place) && (entity === undefined || duty.entity.id === entity),
  );
  return (
    <>
      {duties.length > 0 && <Filters duties={duties} />}
      {rows.length > 0 && <DutyRows rows={rows} />}
      {rows.length === 0 && state === 'open' && <Empty title={t('duty.empty')}>{t('duty.empty_hint')}</Empty>}
      {rows.length === 0 && state !== 'open' && <Empty title={t('duty.none_in_state')} />}
    </>
  );
}

export function DutiesPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const { state = 'open', start } = useSearch({ from: '/duties' });
  const [opening, setOpening] = useState(start === 'incident' && person.role === 'officer');
  const list = useDuties(state === 'all' ? null : state);
  const overdue = list.data?.counts.overdue ?? 0;
  const action =
    person.role === 'officer' ? (
      <Button kind="primary" icon="new" onClick={() => setOpening(true)}>
        {t('duty.open')}
      </Button>
    ) : undefined;
  return (
    <Page title={t('nav.duties')} lead={t('duty.lead')} action={action}>
      <div className="grid gap-4">
        {overdue > 0 && (
          <Callout tone="stop" title={t('duty.overdue_n', { n: overdue })}>
            {t('duty.overdue_hint')}
          </Callout>
        )}
        <StateFilter state={state} />
        <Results list={list} state={state} />
      </div>
      {opening && <OpenDialog onClose={() => setOpening(false)} />}
    </Page>
  );
}
