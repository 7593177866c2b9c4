/** Words, days, and whether only this conversation. */
import { type FormEvent, useState } from 'react';
import { QUERY_MAX } from '../../../src/model/search-words.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextField } from '../ui/field.tsx';
import { EMPTY_SEARCH, type SearchDraft, searchRequest } from './search-draft.ts';

export function SearchForm({
  thread,
  asked,
  onSearch,
}: {
  readonly thread: string | undefined;
  readonly asked: SearchDraft | null;
  readonly onSearch: (draft: SearchDraft | null) => void;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(asked ?? EMPTY_SEARCH);
  const change = (part: Partial<SearchDraft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (searchRequest(draft, thread) !== null) onSearch(draft);
  };
  return (
    <search className="rounded-2xl border border-line bg-surface p-4 shadow-card">
      <form onSubmit={submit} aria-label={t('archive.search_title')} className="grid gap-3">
        <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-end">
          <TextField
            label={t('archive.words')}
            type="search"
            maxLength={QUERY_MAX}
            autoComplete="off"
            value={draft.words}
            onChange={(words) => change({ words })}
          />
          <Button type="submit" kind="primary" disabled={searchRequest(draft, thread) === null}>
            {t('archive.search')}
          </Button>
        </div>
        <Disclosure summary={t('archive.words_hint')} open={asked?.since !== undefined && asked.since !== ''}>
          <div className="grid gap-3 pt-2 sm:grid-cols-2">
            <TextField
              label={t('archive.since')}
              type="date"
              value={draft.since}
              onChange={(since) => change({ since })}
            />
            <TextField
              label={t('archive.until')}
              type="date"
              value={draft.until}
              onChange={(until) => change({ until })}
            />
            {thread !== undefined && (
              <CheckField
                label={t('archive.in_thread')}
                checked={draft.inThread}
                onChange={(inThread) => change({ inThread })}
              />
            )}
          </div>
        </Disclosure>
        {asked !== null && (
          <div className="flex flex-wrap items-center gap-3 text-sm">
            {asked.sender !== null && <span>{t('archive.only_sender', { name: asked.sender.name })}</span>}
            <Button kind="quiet" icon="close" onClick={() => onSearch(null)}>
              {t('archive.clear')}
            </Button>
          </div>
        )}
      </form>
    </search>
  );
}
