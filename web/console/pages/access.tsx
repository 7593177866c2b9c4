/** Who can open what right now, across all transfers, and what each level allows at most. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccessRow } from '../../../src/model/api/access.ts';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import { type Filter, Filters, NO_FILTER } from '../access/filters.tsx';
import { Levels } from '../access/levels.tsx';
import { Overview } from '../access/overview.tsx';
import { TryDialog } from '../access/try-dialog.tsx';
import { useAccessList } from '../access/use-access.ts';
import { LookDialog } from '../accesses/look-dialog.tsx';
import { useApi } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

const TABS = ['now', 'levels'] as const;

function Tabs({ tab }: { readonly tab: (typeof TABS)[number] }) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: '/access' });
  return (
    <div className="mb-5 flex gap-2 border-b border-line">
      {TABS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === tab}
          onClick={() => void navigate({ search: one === 'now' ? {} : { tab: one }, replace: true })}
          className={classes(
            '-mb-px min-h-touch border-b-2 px-3 text-sm',
            one === tab ? 'border-accent font-medium text-ink' : 'border-transparent text-soft hover:text-ink',
          )}
        >
          {t(`access.tab.${one}`)}
        </button>
      ))}
    </div>
  );
}

function isFiltered(filter: Filter): boolean {
  return Object.values({ ...filter, by: '', shown: filter.shown === 'all' ? '' : filter.shown }).some(
    (value) => value !== '',
  );
}

function Now({ filter, setFilter }: { readonly filter: Filter; readonly setFilter: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const [look, setLook] = useState<LookReason | null>(null);
  const [asking, setAsking] = useState(false);
  const list = useAccessList(filter, look);
  const [tried, setTried] = useState<AccessRow | null>(null);
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const nothing = isFiltered(filter) ? (
    <Empty
      title={t('access.nothing_found')}
      action={<Button onClick={() => setFilter(NO_FILTER)}>{t('access.clear')}</Button>}
    />
  ) : (
    <Empty title={t('access.empty')}>{t('access.empty_hint')}</Empty>
  );
  return (
    <>
      <Filters key={filter.q} filter={filter} onChange={(change) => setFilter({ ...filter, ...change })} />
      {list.isPending && <Loading lines={6} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.data !== undefined && rows.length === 0 && !list.hasNextPage && nothing}
      {rows.some((row) => row.person === null) && (
        <div className="mb-4">
          <Callout tone="calm" title={t('look.covered')}>
            <p>{t('access.covered_text')}</p>
            <div className="mt-3">
              <Button onClick={() => setAsking(true)}>{t('look.title')}</Button>
            </div>
          </Callout>
        </div>
      )}
      {asking && (
        <LookDialog
          title={t('look.title')}
          busy={false}
          error={null}
          onLook={(why) => {
            setLook(why);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        >
          {t('access.covered_text')}
        </LookDialog>
      )}
      {rows.length > 0 && <Overview rows={rows} onTry={setTried} />}
      {list.hasNextPage && (
        <div className="mt-5 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
      {tried !== null && <TryDialog row={tried} onClose={() => setTried(null)} />}
    </>
  );
}

export function AccessPage() {
  const { t } = useTranslation();
  const api = useApi();
  const toast = useToast();
  const { tab = 'now' } = useSearch({ from: '/access' });
  const [filter, setFilter] = useState<Filter>(NO_FILTER);
  const taken = useMutation({
    mutationFn: () => api.access.export(filter),
    onSuccess: (file) => {
      saveFile(file);
      toast(t('access.exported'));
    },
  });
  return (
    <Page
      title={t('nav.access')}
      lead={t('access.lead')}
      action={
        tab === 'now' && (
          <Button icon="out" busy={taken.isPending} onClick={() => taken.mutate()}>
            {t('access.export')}
          </Button>
        )
      }
    >
      {taken.isError && (
        <div className="mb-5">
          <Failed error={taken.error} />
        </div>
      )}
      <Tabs tab={tab} />
      {tab === 'levels' ? <Levels /> : <Now filter={filter} setFilter={setFilter} />}
    </Page>
  );
}
