/** What officers have to look at: incidents that the system noticed, and what people asked the robot for. */
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { IncidentCard } from '../incidents/incident-card.tsx';
import { RequestCard } from '../incidents/request-card.tsx';
import { useIncidents, useRequests } from '../incidents/use-incidents.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const TABS = ['incidents', 'requests'] as const;
const STATES = ['open', 'closed'] as const;
type List = ReturnType<typeof useIncidents> | ReturnType<typeof useRequests>;

function Choice({
  isShown,
  children,
  ...search
}: { readonly isShown: boolean; readonly children: ReactNode } & Search) {
  return (
    <Link
      to="/incidents"
      search={search}
      aria-current={isShown ? 'true' : undefined}
      className={classes(
        'inline-flex min-h-touch items-center rounded-lg px-3 text-sm whitespace-nowrap hover:bg-hover sm:min-h-9',
        isShown ? 'bg-accent-soft font-medium text-ink' : 'text-soft',
      )}
    >
      {children}
    </Link>
  );
}

type Search = { readonly tab?: (typeof TABS)[number]; readonly state?: (typeof STATES)[number] };

function Choices({ list }: { readonly list: List }) {
  const { t } = useTranslation();
  const { tab = 'incidents', state = 'open' } = useSearch({ from: '/incidents' });
  const open = list.data?.pages[0]?.open;
  return (
    <div className="flex flex-wrap justify-between gap-2">
      <nav aria-label={t('incident.tabs')}>
        <ul className="flex flex-wrap gap-1">
          {TABS.map((name) => (
            <li key={name}>
              <Choice isShown={name === tab} tab={name}>
                {t(`incident.tab.${name}`, { n: open?.[name] ?? 0 })}
              </Choice>
            </li>
          ))}
        </ul>
      </nav>
      <nav aria-label={t('incident.filter')}>
        <ul className="flex flex-wrap gap-1">
          {STATES.map((name) => (
            <li key={name}>
              <Choice isShown={name === state} tab={tab} state={name}>
                {t(`incident.state.${name}`)}
              </Choice>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

/** Pages of cards, or why there are none. */
function Cards({
  list,
  cards,
  empty,
}: {
  readonly list: List;
  readonly cards: readonly ReactNode[];
  readonly empty: ReactNode;
}) {
  const { t } = useTranslation();
  if (list.isPending) return <Loading lines={6} />;
  if (list.isError && cards.length === 0) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (cards.length === 0) return empty;
  return (
    <>
      <div className="grid gap-3">{cards}</div>
      {list.hasNextPage && (
        <div className="flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Incidents({ state }: { readonly state: 'open' | 'closed' }) {
  const { t } = useTranslation();
  const list = useIncidents(state);
  const incidents = list.data?.pages.flatMap((page) => page.incidents) ?? [];
  const cards = incidents.map((one) => <IncidentCard key={one.id} incident={one} />);
  const none =
    state === 'open' ? (
      <Empty title={t('incident.empty')}>{t('incident.empty_hint')}</Empty>
    ) : (
      <Empty title={t('incident.none_in_state')} />
    );
  return (
    <>
      <Choices list={list} />
      <Cards list={list} cards={cards} empty={none} />
    </>
  );
}

function Requests({ state }: { readonly state: 'open' | 'closed' }) {
  const { t } = useTranslation();
  const list = useRequests(state);
  const requests = list.data?.pages.flatMap((page) => page.requests) ?? [];
  const cards = requests.map((one) => <RequestCard key={one.id} request={one} />);
  const none =
    state === 'open' ? (
      <Empty title={t('request.empty')}>{t('request.empty_hint')}</Empty>
    ) : (
      <Empty title={t('incident.none_in_state')} />
    );
  return (
    <>
      <Choices list={list} />
      <Cards list={list} cards={cards} empty={none} />
    </>
  );
}

export function IncidentsPage() {
  const { t } = useTranslation();
  const { tab = 'incidents', state = 'open' } = useSearch({ from: '/incidents' });
  return (
    <Page title={t('nav.incidents')} lead={t('incident.lead')}>
      <div className="grid gap-4">{tab === 'incidents' ? <Incidents state={state} /> : <Requests state={state} />}</div>
    </Page>
  );
}
