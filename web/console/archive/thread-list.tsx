/** Conversations, the last spoken in first. Nothing that was said is on this list. */
import { Link } from '@tanstack/react-router';
import type { Thread } from '../../../src/model/api/archive.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import type { useThreads } from './use-archive.ts';

/** A conversation's name in the reader's words where it has none of its own. */
export function threadName({ t }: Pick<Translation, 't'>, thread: Pick<Thread, 'title' | 'kind'>): string {
  if (thread.title !== '') return thread.title;
  return thread.kind === 'person' ? t('archive.person') : t('archive.untitled');
}

export function ThreadList({
  list,
  shown,
}: {
  readonly list: ReturnType<typeof useThreads>;
  readonly shown: string | undefined;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const threads = list.data?.pages.flatMap((page) => page.threads) ?? [];
  return (
    <>
      <ul className="grid overflow-hidden rounded-2xl border border-line bg-surface shadow-card">
        {threads.map((thread) => (
          <li key={thread.id} className="border-b border-line last:border-0">
            <Link
              to="/archive"
              search={{ thread: thread.id }}
              aria-current={thread.id === shown ? 'true' : undefined}
              className={classes(
                'flex min-h-touch items-start gap-3 px-4 py-3 text-sm hover:bg-hover',
                thread.id === shown && 'bg-accent-soft',
              )}
            >
              <span className="mt-0.5 text-soft">
                <Icon name={thread.kind === 'group' ? 'recipients' : 'people'} />
              </span>
              <span className="grid min-w-0 gap-0.5">
                <span className="font-medium break-words">{threadName(translation, thread)}</span>
                <span className="text-[0.8125rem] text-soft">
                  {t('archive.messages_n', { n: thread.messages })} · {format.dateTime(thread.lastAt)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="mt-3 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}
