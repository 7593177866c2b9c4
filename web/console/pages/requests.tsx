/** What recipients ask for: what waits, and what was answered. */
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from '../i18n/translate.tsx';
import { AccessRequestCard } from '../requests/request-card.tsx';
import { useAccessRequests } from '../requests/use-requests.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const STATES = ['open', 'closed'] as const;

function Filter({ state }: { readonly state: (typeof STATES)[number] }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('ask.filter')}>
      <ul className="flex flex-wrap gap-1">
        {STATES.map((name) => (
          <li key={name}>
            <Link
              to="/requests"
              search={name === 'open' ? {} : { state: name }}
              aria-current={name === state ? 'true' : undefined}
              className={classes(
                'inline-flex min-h-touch items-center rounded-lg px-3 text-sm whitespace-nowrap hover:bg-hover sm:min-h-9',
                name === state ? 'bg-accent-soft font-medium text-ink' : 'text-soft',
              )}
            >
              {t(`ask.filter.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function RequestsPage() {
  const { t } = useTranslation();
  const { state = 'open' } = useSearch({ from: '/requests' });
  const list = useAccessRequests({ state });
  const requests = list.data?.pages.flatMap((page) => page.requests) ?? [];
  return (
    <Page title={t('nav.requests')} lead={t('ask.lead')}>
      <div className="grid grid-cols-1 gap-4">
        <Filter state={state} />
        {list.isPending && <Loading lines={6} />}
        {list.isError && requests.length === 0 && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && requests.length === 0 && state === 'open' && (
          <Empty title={t('ask.empty')}>{t('ask.empty_hint')}</Empty>
        )}
        {list.isSuccess && requests.length === 0 && state === 'closed' && <Empty title={t('ask.none_closed')} />}
        <div className="grid gap-3">
          {requests.map((one) => (
            <AccessRequestCard key={one.id} request={one} />
          ))}
        </div>
        {list.hasNextPage && (
          <div className="flex justify-center">
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('common.more')}
            </Button>
          </div>
        )}
      </div>
    </Page>
  );
}
