/** The audit log, newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const NEWEST: string | null = null;

export function LogPage() {
  const { t, format } = useTranslation();
  const api = useApi();
  const { index } = useSearch({ from: '/log' });
  const list = useInfiniteQuery({
    queryKey: ['log'],
    queryFn: ({ pageParam, signal }) => api.system.logEvents(pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBefore,
  });
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <Page title={t('nav.log')} lead={t('log.lead')}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && events.length === 0 && <Empty title={t('log.empty')} />}
      {events.length > 0 && (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
          {events.map((event) => (
            <li
              key={event.id}
              className={classes(
                'grid gap-1 px-4 py-3 text-sm sm:grid-cols-3 sm:px-6',
                event.index === index && 'bg-accent-soft',
              )}
            >
              <p className="font-mono text-[0.8125rem]">
                {event.kind}
                <span className="block text-soft">
                  {event.index === null ? t('timeline.pending') : t('log.entry', { index: event.index })}
                </span>
              </p>
              <p>{event.actor}</p>
              <p className="text-soft">
                {format.dateTime(event.at)}
                {event.transferId !== null && (
                  <Link to="/transfers/$id" params={{ id: event.transferId }} className="block text-accent underline">
                    {event.reference}
                  </Link>
                )}
              </p>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className="mt-5 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </Page>
  );
}
