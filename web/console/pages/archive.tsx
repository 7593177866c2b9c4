/** Conversations at the left, what was said in one at the right; on a phone one after the other. Searching is over all of them. */
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { ArchivedMessage } from '../../../src/model/api/archive.ts';
import { Message } from '../archive/message.tsx';
import { type SearchDraft, EMPTY_SEARCH, searchRequest } from '../archive/search-draft.ts';
import { SearchForm } from '../archive/search-form.tsx';
import { threadName, ThreadList } from '../archive/thread-list.tsx';
import { useSearchResults, useThread, useThreads } from '../archive/use-archive.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

type OnSender = (sender: ArchivedMessage['sender']) => void;

function Messages({
  messages,
  query = '',
  showThread = false,
  onSender,
}: {
  readonly messages: readonly ArchivedMessage[];
  readonly query?: string;
  readonly showThread?: boolean;
  readonly onSender: OnSender;
}) {
  return (
    <ol className="grid gap-3">
      {messages.map((message) => (
        <li key={message.id} className="min-w-0">
          <Message message={message} query={query} showThread={showThread} onSender={onSender} />
        </li>
      ))}
    </ol>
  );
}

function Older({ list }: { readonly list: ReturnType<typeof useThread> | ReturnType<typeof useSearchResults> }) {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <div className="flex justify-center">
      <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {t('archive.older')}
      </Button>
    </div>
  );
}

function Conversation({ id, onSender }: { readonly id: string; readonly onSender: OnSender }) {
  const translation = useTranslation();
  const { t } = translation;
  const { message } = useSearch({ from: '/archive' });
  const list = useThread(id, message);
  if (list.isPending) return <Loading lines={6} />;
  const [first] = list.data?.pages ?? [];
  if (first === undefined) return <Failed error={list.error} retry={() => void list.refetch()} />;
  return (
    <section aria-label={threadName(translation, first.thread)} className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold break-words">{threadName(translation, first.thread)}</h2>
        {message !== undefined && (
          <ButtonLink kind="quiet" to="/archive" search={{ thread: id }}>
            {t('archive.newest')}
          </ButtonLink>
        )}
      </div>
      <Messages messages={list.data?.pages.flatMap((page) => page.messages) ?? []} onSender={onSender} />
      <Older list={list} />
    </section>
  );
}

function Results({
  draft,
  thread,
  onSender,
}: {
  readonly draft: SearchDraft;
  readonly thread: string | undefined;
  readonly onSender: OnSender;
}) {
  const { t } = useTranslation();
  const list = useSearchResults(searchRequest(draft, thread) ?? { query: draft.words });
  const messages = list.data?.pages.flatMap((page) => page.messages) ?? [];
  if (list.isPending) return <Loading lines={6} />;
  if (list.isError && messages.length === 0) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (messages.length === 0 && !list.hasNextPage)
    return <Empty title={t('archive.nothing_found')}>{t('archive.nothing_found_hint')}</Empty>;
  return (
    <section aria-label={t('archive.results')} className="grid min-w-0 gap-3">
      <h2 className="text-base font-semibold">{t('archive.results')}</h2>
      <Messages messages={messages} query={draft.words} showThread onSender={onSender} />
      <Older list={list} />
    </section>
  );
}

function Kept({
  search,
  setSearch,
}: {
  readonly search: SearchDraft | null;
  readonly setSearch: (draft: SearchDraft | null) => void;
}) {
  const { t } = useTranslation();
  const { thread } = useSearch({ from: '/archive' });
  const threads = useThreads();
  const bySender: OnSender = (sender) => setSearch({ ...EMPTY_SEARCH, sender });
  if (threads.isPending) return <Loading lines={6} />;
  const [first] = threads.data?.pages ?? [];
  if (first === undefined) return <Failed error={threads.error} retry={() => void threads.refetch()} />;
  if (first.threads.length === 0) return <Empty title={t('archive.empty')}>{t('archive.empty_hint')}</Empty>;
  const isReading = thread !== undefined || search !== null;
  return (
    <div className="grid gap-5">
      <SearchForm key={JSON.stringify(search)} thread={thread} asked={search} onSearch={setSearch} />
      <div className="grid gap-5 lg:grid-cols-[minmax(16rem,20rem)_minmax(0,1fr)] lg:items-start">
        <section aria-label={t('archive.threads')} className={classes(isReading && 'hidden lg:block')}>
          <ThreadList list={threads} shown={thread} />
        </section>
        <div className={classes('min-w-0 gap-3', isReading ? 'grid' : 'hidden lg:grid')}>
          {thread !== undefined && search === null && (
            <div className="lg:hidden">
              <ButtonLink kind="quiet" icon="back" to="/archive" search={{}}>
                {t('archive.threads')}
              </ButtonLink>
            </div>
          )}
          {search !== null && <Results draft={search} thread={thread} onSender={bySender} />}
          {search === null && thread !== undefined && <Conversation key={thread} id={thread} onSender={bySender} />}
          {!isReading && <Empty title={t('archive.choose')}>{t('archive.choose_hint')}</Empty>}
        </div>
      </div>
    </div>
  );
}

export function ArchivePage() {
  const { t } = useTranslation();
  const { thread, message } = useSearch({ from: '/archive' });
  // Going to a message that was found ends the search.
  const [search, setSearch] = useState<{ readonly at: string; readonly draft: SearchDraft } | null>(null);
  const at = `${thread ?? ''}/${message ?? ''}`;
  return (
    <Page title={t('nav.archive')} lead={t('archive.lead')}>
      <Kept
        search={search?.at === at ? search.draft : null}
        setSearch={(draft) => setSearch(draft === null ? null : { at, draft })}
      />
    </Page>
  );
}
