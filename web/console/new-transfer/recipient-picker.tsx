/** Chooses recipients from those on record, or adds one. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/context.tsx';
import { cityName, placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { RecipientDialog } from '../recipients/recipient-dialog.tsx';
import { matchesRecipient } from '../recipients/search.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';

/** With fewer than this a search box is only in the way. */
const SEARCH_FROM = 6;

export function RecipientPicker({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const [words, setWords] = useState('');
  const [adding, setAdding] = useState(false);
  const list = useQuery({ queryKey: ['recipients'], queryFn: ({ signal }) => api.people.recipients({ signal }) });
  const all = list.data?.recipients ?? [];
  // The chosen ones stay in sight whatever is searched for.
  const shown = all.filter((recipient) => chosen.includes(recipient.id) || matchesRecipient(recipient, words));
  return (
    <div className="grid gap-3">
      {list.isPending && <Loading lines={2} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && all.length === 0 && <p className="text-sm text-soft">{t('new.no_recipients')}</p>}
      {all.length >= SEARCH_FROM && (
        <TextField label={t('new.search_recipients')} type="search" value={words} onChange={setWords} />
      )}
      {shown.length > 0 && (
        <ul className="max-h-72 divide-y divide-line overflow-y-auto rounded-xl border border-line px-3">
          {shown.map((recipient) => (
            <li key={recipient.id}>
              <CheckField
                label={
                  <>
                    <span className="font-medium">{recipient.name}</span> · {recipient.organisation}
                  </>
                }
                hint={[
                  placeName(translation, recipient.jurisdiction),
                  cityName(translation, recipient.city),
                  recipient.email,
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
                checked={chosen.includes(recipient.id)}
                onChange={(on) => onChange(on ? [...chosen, recipient.id] : chosen.filter((id) => id !== recipient.id))}
              />
            </li>
          ))}
        </ul>
      )}
      {list.isSuccess && all.length > 0 && shown.length === 0 && (
        <p className="text-sm text-soft">{t('new.no_match')}</p>
      )}
      <div>
        <Button icon="new" onClick={() => setAdding(true)}>
          {t('recipient.add')}
        </Button>
      </div>
      <RecipientDialog
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={(recipient) => {
          setAdding(false);
          onChange([...chosen, recipient.id]);
        }}
      />
    </div>
  );
}
