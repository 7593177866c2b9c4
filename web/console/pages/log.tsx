/** The audit log: who it is, whether it holds, and what is in it, newest first. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Events, scrollToEntry } from '../log/events-table.tsx';
import { LogIdentity } from '../log/identity.tsx';
import { VerifyPanel } from '../log/verify-panel.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const NEWEST: string | null = null;
const REFRESH_MS = 10_000;
/** A link to an entry further back than this many pages leads to the newest instead. */
const PAGES_BACK = 20;

function useEvents(wanted: number | undefined) {
  const api = useApi();
  const list = useInfiniteQuery({
    queryKey: ['log', 'events'],
    queryFn: ({ pageParam, signal }) => api.system.logEvents(pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBefore,
  });
  const pages = list.data?.pages ?? [];
  const events = pages.flatMap((page) => page.events);
  const found = events.some(({ index }) => index === wanted);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const lookFurther = wanted !== undefined && !found && hasNextPage && !isFetchingNextPage && pages.length < PAGES_BACK;
  useEffect(() => {
    if (lookFurther) void fetchNextPage();
  }, [lookFurther, fetchNextPage]);
  useEffect(() => {
    if (found && wanted !== undefined) scrollToEntry(wanted);
  }, [found, wanted]);
  return { list, events };
}

function EventList() {
  const { t } = useTranslation();
  const { index } = useSearch({ from: '/log' });
  const { list, events } = useEvents(index);
  return (
    <section aria-labelledby="log-events" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="log-events" className="text-base font-semibold">
          {t('log.events')}
        </h2>
        <Button icon="again" busy={list.isRefetching} onClick={() => void list.refetch()}>
          {t('log.refresh')}
        </Button>
      </div>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && events.length === 0 && <Empty title={t('log.empty')} />}
      {events.length > 0 && <Events events={events} marked={index} />}
      {list.hasNextPage && (
        <div className="flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </section>
  );
}

export function LogPage() {
  const { t } = useTranslation();
  const api = useApi();
  const info = useQuery({
    queryKey: ['log', 'info'],
    queryFn: ({ signal }) => api.system.logInfo({ signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Page title={t('nav.log')} lead={t('log.lead')}>
      <div className="grid gap-6">
        {info.isPending && <Loading lines={3} />}
        {info.isError && <Failed error={info.error} retry={() => void info.refetch()} />}
        {info.isSuccess && (
          <div className="grid gap-5 xl:grid-cols-2 xl:items-start">
            <VerifyPanel info={info.data} />
            <LogIdentity info={info.data} />
          </div>
        )}
        <EventList />
      </div>
    </Page>
  );
}
