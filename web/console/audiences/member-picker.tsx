/** Choosing members: a search over the recipients, each with where he is. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { whereOf } from '../recipients/recipient-list.tsx';
import { matchesRecipient } from '../recipients/search.ts';
import { CheckField } from '../ui/choice.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed, Loading } from '../ui/states.tsx';

/** From here on a search helps more than it takes room. */
const MANY = 8;

export function MemberPicker({
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
  const list = useQuery({ queryKey: ['recipients'], queryFn: ({ signal }) => api.people.recipients({ signal }) });
  if (list.isPending) return <Loading lines={3} />;
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const all = list.data.recipients;
  const found = all.filter((one) => matchesRecipient(one, words, [whereOf(translation, one)]));
  return (
    <fieldset className="grid gap-2">
      <legend className="text-sm font-medium">{t('audience.members')}</legend>
      <p className="text-sm text-soft">{t('audience.members_hint')}</p>
      {all.length === 0 && <p className="text-sm">{t('audience.no_recipients')}</p>}
      {all.length > MANY && (
        <TextField label={t('recipients.search')} type="search" autoComplete="off" value={words} onChange={setWords} />
      )}
      <output className="text-sm text-soft">{t('audience.chosen', { n: chosen.length })}</output>
      <div className="max-h-72 overflow-y-auto rounded-lg border border-line px-3 empty:hidden">
        {found.map((one) => (
          <CheckField
            key={one.id}
            label={`${one.name} · ${one.organisation}`}
            hint={whereOf(translation, one)}
            checked={chosen.includes(one.id)}
            onChange={(on) => onChange(on ? [...chosen, one.id] : chosen.filter((other) => other !== one.id))}
          />
        ))}
      </div>
    </fieldset>
  );
}
