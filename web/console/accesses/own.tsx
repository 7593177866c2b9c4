/** Looks at what is one's own. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useApi, useSession } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { AccessRows } from './access-list.tsx';

const NEWEST: number | null = null;

export function OwnAccesses() {
  const { t } = useTranslation();
  const api = useApi();
  const { person } = useSession();
  const list = useInfiniteQuery({
    queryKey: ['accesses', 'own'],
    queryFn: ({ pageParam, signal }) => api.accesses.own(pageParam, { signal }),
    initialPageParam: NEWEST,
    getNextPageParam: (last) => last.nextBefore,
    refetchInterval: 30_000,
  });
  const save = useMutation({ mutationFn: () => api.accesses.export({ of: null }), onSuccess: saveFile });
  const accesses = list.data?.pages.flatMap((page) => page.accesses) ?? [];
  const count = list.data?.pages[0]?.count ?? 0;
  if (list.isPending) return <Loading lines={6} />;
  if (list.isError && accesses.length === 0) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (accesses.length === 0) return <Empty title={t('accesses.empty')}>{t('accesses.empty_hint')}</Empty>;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-soft">{t('accesses.count', { n: count })}</p>
        <Button icon="proof" busy={save.isPending} onClick={() => save.mutate()}>
          {t('accesses.export')}
        </Button>
      </div>
      <p className="text-sm text-soft">{t('accesses.export_hint')}</p>
      {save.isError && <Failed error={save.error} />}
      <AccessRows accesses={accesses} mayReadLog={person.role !== 'sender'} />
      {list.hasNextPage && (
        <div className="flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </div>
  );
}
