/** What of the list is shown. Nothing of it stands in the address: it may hold a name. */
import { type FormEvent, useMemo, useState } from 'react';
import { ACCESS_ORDERS, ACCESS_SHOWN, type AccessFilter } from '../../../src/model/api/access.ts';
import { PERMISSION_NAMES } from '../../../src/model/access-terms.ts';
import { placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';

export type Filter = Omit<AccessFilter, 'cursor'>;
export const NO_FILTER: Filter = { by: 'person', shown: 'all', q: '', from: '', registered: '', permission: '' };

export function Filters({
  filter,
  onChange,
}: {
  readonly filter: Filter;
  readonly onChange: (change: Partial<Filter>) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const [text, setText] = useState(filter.q);
  const places = useMemo(() => placeOptions(translation), [translation]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange({ q: text.trim() });
  };
  return (
    <form onSubmit={submit} className="mb-5 grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card">
      <div className="grid items-end gap-4 sm:grid-cols-[1fr_auto]">
        <TextField
          label={t('access.search')}
          hint={t('access.search_hint')}
          type="search"
          autoComplete="off"
          maxLength={100}
          value={text}
          onChange={setText}
        />
        <div className="sm:pb-7">
          <Button type="submit">{t('access.search')}</Button>
        </div>
      </div>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-5">
        <SelectField
          label={t('access.by')}
          value={filter.by}
          options={ACCESS_ORDERS.map((value) => ({ value, label: t(`access.by.${value}`) }))}
          onChange={(by) => onChange({ by })}
        />
        <SelectField
          label={t('access.shown')}
          value={filter.shown}
          options={ACCESS_SHOWN.map((value) => ({ value, label: t(`access.shown.${value}`) }))}
          onChange={(shown) => onChange({ shown })}
        />
        <SelectField
          label={t('access.from')}
          value={filter.from === '' ? 'registered' : filter.from}
          options={[
            { value: 'registered', label: t('access.from_registered') },
            { value: 'unknown', label: t('access.try.unknown') },
            ...places,
          ]}
          onChange={(from) => onChange({ from: from === 'registered' ? '' : from })}
        />
        <SelectField
          label={t('access.registered')}
          value={filter.registered === '' ? 'any' : filter.registered}
          options={[{ value: 'any', label: t('access.anywhere') }, ...places]}
          onChange={(registered) => onChange({ registered: registered === 'any' ? '' : registered })}
        />
        <SelectField
          label={t('access.permission')}
          value={filter.permission === '' ? 'any' : filter.permission}
          options={[
            { value: 'any' as const, label: t('access.permission_any') },
            ...PERMISSION_NAMES.map((value) => ({ value, label: t(`access.perm.${value}`) })),
          ]}
          onChange={(permission) => onChange({ permission: permission === 'any' ? '' : permission })}
        />
      </div>
    </form>
  );
}
