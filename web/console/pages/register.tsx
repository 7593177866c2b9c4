/** The register of transfers: what a regulator asks to see, searchable, and taken along in the forms that others ask for. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { RegisterSearch } from '../../../src/model/api/register.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Entries } from '../register/entries.tsx';
import { ExportMenu } from '../register/export-menu.tsx';
import { Filters } from '../register/filters.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const NEWEST: string | null = null;

function useRegister(search: RegisterSearch) {
  const api = useApi();
  return useInfiniteQuery({
    queryKey: ['register', search],
    queryFn: ({ pageParam, signal }) => api.register.search(search, pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBefore,
  });
}

function Matching({ matching, countedTo }: { readonly matching: number; readonly countedTo: number }) {
  const { t } = useTranslation();
  return (
    <output className="mb-3 block text-sm text-soft">
      {matching >= countedTo ? t('register.matching_more', { n: countedTo }) : t('register.matching', { n: matching })}
    </output>
  );
}

/** Nothing to show: because nothing was sent yet, or because nothing matches. */
function Nothing({ isFiltered, clear }: { readonly isFiltered: boolean; readonly clear: () => void }) {
  const { t } = useTranslation();
  if (!isFiltered) return <Empty title={t('register.empty')}>{t('register.empty_hint')}</Empty>;
  return <Empty title={t('register.nothing_found')} action={<Button onClick={clear}>{t('register.clear')}</Button>} />;
}

function Found({
  list,
  clear,
  isFiltered,
}: {
  readonly list: ReturnType<typeof useRegister>;
  readonly clear: () => void;
  readonly isFiltered: boolean;
}) {
  const { t } = useTranslation();
  const [first] = list.data?.pages ?? [];
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  if (list.isPending) return <Loading lines={6} />;
  if (first === undefined) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (entries.length === 0) return <Nothing isFiltered={isFiltered} clear={clear} />;
  return (
    <>
      <Matching matching={first.matching} countedTo={first.countedTo} />
      <Entries entries={entries} />
      {list.hasNextPage && (
        <div className="mt-5 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

export function RegisterPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/register' });
  const navigate = useNavigate({ from: '/register' });
  const list = useRegister(search);
  const [failed, setFailed] = useState<Error | null>(null);
  const isEmpty = (list.data?.pages[0]?.entries.length ?? 0) === 0;
  const change = (part: Partial<RegisterSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  return (
    <Page
      title={t('nav.register')}
      lead={t('register.lead')}
      action={<ExportMenu search={search} disabled={isEmpty} onFailed={setFailed} />}
    >
      {failed !== null && (
        <div className="mb-5">
          <Failed error={failed} />
        </div>
      )}
      <Filters key={search.text ?? ''} search={search} change={change} />
      <Found
        list={list}
        isFiltered={Object.values(search).some((value) => value !== undefined)}
        clear={() => void navigate({ search: {}, replace: true })}
      />
    </Page>
  );
}
