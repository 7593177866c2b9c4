/** Looks at what is another person's, for officers and auditors: only with a purpose and a reason, and that person sees both. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccessesOf, AccessList } from '../../../src/model/api/accesses.ts';
import { useApi } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Empty, Failed } from '../ui/states.tsx';
import { AccessRows } from './access-list.tsx';
import { type LookDraft, LookFields, lookOf, NO_LOOK } from './look-fields.tsx';

const REASON_LEAST = 3;

type Shown = { readonly asked: AccessesOf; readonly pages: readonly AccessList[] };

function Found({
  shown,
  busy,
  onMore,
}: {
  readonly shown: Shown;
  readonly busy: boolean;
  readonly onMore: (before: number) => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const save = useMutation({
    mutationFn: ({ of, purpose, reason }: AccessesOf) => api.accesses.export({ of: { of, purpose, reason } }),
    onSuccess: saveFile,
  });
  const nextBefore = shown.pages.at(-1)?.nextBefore ?? null;
  const accesses = shown.pages.flatMap((page) => page.accesses);
  if (accesses.length === 0) return <Empty title={t('accesses.empty')} />;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-soft">{t('accesses.count', { n: shown.pages[0]?.count ?? 0 })}</p>
        <Button icon="proof" busy={save.isPending} onClick={() => save.mutate(shown.asked)}>
          {t('accesses.export')}
        </Button>
      </div>
      {save.isError && <Failed error={save.error} />}
      <AccessRows accesses={accesses} mayReadLog />
      {nextBefore !== null && (
        <div className="flex justify-center">
          <Button busy={busy} onClick={() => onMore(nextBefore)}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

export function AccessesOfPerson() {
  const { t } = useTranslation();
  const api = useApi();
  const [person, setPerson] = useState('');
  const [draft, setDraft] = useState<LookDraft>(NO_LOOK);
  const [shown, setShown] = useState<Shown | null>(null);
  const people = useQuery({
    queryKey: ['accesses', 'people'],
    queryFn: ({ signal }) => api.accesses.people({ signal }),
  });
  const chosen = people.data?.people.find((one) => one.id === person);
  const why = lookOf(draft, REASON_LEAST);
  const show = useMutation({
    mutationFn: (asked: AccessesOf) => api.accesses.of(asked),
    onSuccess: (page, asked) =>
      setShown((now) =>
        now === null || asked.before === undefined ? { asked, pages: [page] } : { asked, pages: [...now.pages, page] },
      ),
  });
  const asked = chosen === undefined || why === undefined ? null : { of: { kind: chosen.kind, id: person }, ...why };
  return (
    <div className="grid gap-5">
      <form
        className="grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (asked !== null) show.mutate(asked);
        }}
      >
        <SelectField
          label={t('accesses.person')}
          placeholder={t('accesses.person_choose')}
          required
          value={person}
          options={(people.data?.people ?? []).map(({ kind, id, label }) => ({
            value: id,
            label: t(`accesses.people.${kind}`, { label }),
          }))}
          onChange={setPerson}
        />
        <LookFields draft={draft} onChange={setDraft} />
        <p className="text-sm text-soft">{t('accesses.ask_hint')}</p>
        <div>
          <Button type="submit" kind="primary" busy={show.isPending} disabled={asked === null}>
            {t('accesses.ask')}
          </Button>
        </div>
        {people.isError && <Failed error={people.error} />}
        {show.isError && <Failed error={show.error} />}
      </form>
      {shown !== null && (
        <Found shown={shown} busy={show.isPending} onMore={(before) => show.mutate({ ...shown.asked, before })} />
      )}
    </div>
  );
}
