/** All transfers, newest first: a table where there is room, cards on a phone. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TransferRow } from '../../../src/model/api/transfers.ts';
import { TRANSFER_STATE_NAMES, type TransferState } from '../../../src/model/transfer-states.ts';
import { useApi, useSession } from '../api/context.tsx';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { LevelBadge, StateBadge } from '../ui/words.tsx';

const FIRST_PAGE: string | null = null;

/** The states people look for; the rest are found under "all". */
const FILTERS: readonly (TransferState | null)[] = [
  null,
  ...TRANSFER_STATE_NAMES.filter((name) => name !== 'submitted'),
];

function Filter({ state }: { readonly state: TransferState | undefined }) {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('transfers.filter')} className="mb-4 overflow-x-auto">
      <ul className="flex gap-1">
        {FILTERS.map((name) => {
          const active = (name ?? undefined) === state;
          return (
            <li key={name ?? 'all'}>
              <Link
                to="/transfers"
                search={name === null ? {} : { state: name }}
                aria-current={active ? 'true' : undefined}
                className={classes(
                  'inline-flex min-h-touch items-center rounded-lg px-3 text-sm whitespace-nowrap hover:bg-hover sm:min-h-9',
                  active ? 'bg-accent-soft font-medium text-ink' : 'text-soft',
                )}
              >
                {name === null ? t('transfers.all') : t(`state.${name}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** `Li Wei · Zhuhai Trading (Mainland China)` and how many more. */
function Recipients({ row }: { readonly row: TransferRow }) {
  const translation = useTranslation();
  const [first, ...others] = row.recipients;
  if (first === undefined) return null;
  return (
    <div className="min-w-0">
      <p className="truncate">
        {/* Names are covered for whoever is not the sender. */}
        {first.name === '' ? first.organisation : first.name}
        {others.length > 0 && (
          <span className="text-soft"> {translation.t('transfers.and_more', { n: others.length })}</span>
        )}
      </p>
      <p className="truncate text-[0.8125rem] text-soft">
        {first.name === '' ? '' : `${first.organisation} · `}
        {placeName(translation, first.jurisdiction)}
      </p>
    </div>
  );
}

function Content({ row }: { readonly row: TransferRow }) {
  const { t, format } = useTranslation();
  return (
    <p className="text-[0.8125rem] text-soft">
      {row.files === 0 ? t('transfers.message_only') : t('transfers.files', { n: row.files })} ·{' '}
      {format.bytes(row.bytes)}
    </p>
  );
}

function Table({ rows }: { readonly rows: readonly TransferRow[] }) {
  const { t, format } = useTranslation();
  const navigate = useNavigate();
  return (
    <div className="hidden overflow-hidden rounded-2xl border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            <th scope="col" className="w-[27%] px-5 py-3 font-medium">
              {t('transfers.col.reference')}
            </th>
            <th scope="col" className="w-[27%] px-3 py-3 font-medium">
              {t('transfers.col.to')}
            </th>
            <th scope="col" className="w-[15%] px-3 py-3 font-medium">
              {t('transfers.col.level')}
            </th>
            <th scope="col" className="w-[15%] px-3 py-3 font-medium">
              {t('transfers.col.state')}
            </th>
            <th scope="col" className="w-[16%] px-5 py-3 font-medium">
              {t('transfers.col.created')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              // The link in the first cell is what keyboards and screen readers use; the rest of the row only follows it.
              onClick={() => void navigate({ to: '/transfers/$id', params: { id: row.id } })}
              className="cursor-pointer border-b border-line align-top last:border-0 hover:bg-hover"
            >
              <td className="px-5 py-3">
                <Link
                  to="/transfers/$id"
                  params={{ id: row.id }}
                  onClick={(event) => event.stopPropagation()}
                  className="font-mono text-[0.8125rem] font-medium text-accent hover:underline"
                >
                  {row.reference}
                </Link>
                <p className="mt-0.5">{t(`purpose.${row.purpose}`)}</p>
                <Content row={row} />
              </td>
              <td className="px-3 py-3">
                <Recipients row={row} />
              </td>
              <td className="px-3 py-3">
                <LevelBadge level={row.level} />
              </td>
              <td className="px-3 py-3">
                <StateBadge state={row.state} />
              </td>
              <td className="px-5 py-3 text-[0.8125rem]">
                <p>{format.dateTime(row.createdAt)}</p>
                <p className="truncate text-soft">{row.sender}</p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ rows }: { readonly rows: readonly TransferRow[] }) {
  const { t, format } = useTranslation();
  return (
    <ul className="grid gap-3 md:hidden">
      {rows.map((row) => (
        <li key={row.id}>
          <Link
            to="/transfers/$id"
            params={{ id: row.id }}
            className="grid gap-2 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card hover:bg-hover"
          >
            <div className="flex flex-wrap items-center justify-between gap-2">
              <StateBadge state={row.state} />
              <span className="text-[0.8125rem] text-soft">{format.date(row.createdAt)}</span>
            </div>
            <Recipients row={row} />
            <p>{t(`purpose.${row.purpose}`)}</p>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <LevelBadge level={row.level} />
              <Content row={row} />
            </div>
            <p className="font-mono text-[0.8125rem] text-soft">{row.reference}</p>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What stands in place of an empty list: in all states the first step, in one state only that there is nothing. */
function NoTransfers({ state, start }: { readonly state: TransferState | undefined; readonly start: ReactNode }) {
  const { t } = useTranslation();
  if (state !== undefined) return <Empty title={t('transfers.none_in_state', { state: t(`state.${state}`) })} />;
  return (
    <Empty title={t('transfers.empty')} action={start}>
      {t('transfers.empty_hint')}
    </Empty>
  );
}

function useTransfers(state: TransferState | undefined) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['transfers', state ?? null],
    queryFn: ({ pageParam, signal }) => api.transfers.list({ cursor: pageParam, state: state ?? null }, { signal }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 20_000,
  });
}

export function TransfersPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const { state } = useSearch({ from: '/transfers' });
  const list = useTransfers(state);
  const rows = list.data?.pages.flatMap((page) => page.transfers) ?? [];
  const start =
    person.role === 'auditor' ? null : (
      <ButtonLink kind="primary" icon="new" to="/transfers/new">
        {t('nav.new')}
      </ButtonLink>
    );
  const firstDay = rows.length === 0 && state === undefined;
  return (
    <Page title={t('nav.transfers')} lead={t('transfers.lead')} action={firstDay ? null : start}>
      <Filter state={state} />
      {list.isPending && <Loading lines={6} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <NoTransfers state={state} start={start} />}
      {rows.length > 0 && (
        <>
          <Table rows={rows} />
          <Cards rows={rows} />
        </>
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
