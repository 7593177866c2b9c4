/** What is looked for in the register. It stands in the address, so that a search can be kept and sent to a colleague. */
import { useState } from 'react';
import type { RegisterSearch } from '../../../src/model/api/register.ts';
import { LEVELS } from '../../../src/model/level.ts';
import { PURPOSES } from '../../../src/model/facts.ts';
import { TRANSFER_STATE_NAMES } from '../../../src/model/transfer-states.ts';
import { useSession } from '../api/context.tsx';
import { placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { type Option, SelectField, TextField } from '../ui/field.tsx';
import { useLevelName } from '../ui/words.tsx';

type Change = (change: Partial<RegisterSearch>) => void;

/** Filters besides text and period that are set. */
export function furtherFilters(search: RegisterSearch): number {
  const { text: _, from: __, to: ___, ...further } = search;
  return Object.values(further).filter((value) => value !== undefined).length;
}

/** A list whose first entry means that it does not matter. */
function Select<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: T | undefined;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T | undefined) => void;
}) {
  const { t } = useTranslation();
  return (
    <SelectField<string>
      label={label}
      value={value ?? 'any'}
      options={[{ value: 'any', label: t('register.any') }, ...options]}
      onChange={(chosen) => onChange(options.find((option) => option.value === chosen)?.value)}
    />
  );
}

function Further({ search, change }: { readonly search: RegisterSearch; readonly change: Change }) {
  const translation = useTranslation();
  const nameOf = useLevelName();
  const { t } = translation;
  const { entities } = useSession();
  return (
    <div className="grid gap-4 pt-2 sm:grid-cols-2 lg:grid-cols-3">
      <Select
        label={t('register.destination')}
        value={search.destination}
        options={placeOptions(translation)}
        onChange={(destination) => change({ destination })}
      />
      <Select
        label={t('register.purpose')}
        value={search.purpose}
        options={PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) }))}
        onChange={(purpose) => change({ purpose })}
      />
      <Select
        label={t('register.state')}
        value={search.state}
        options={TRANSFER_STATE_NAMES.map((value) => ({ value, label: t(`state.${value}`) }))}
        onChange={(state) => change({ state })}
      />
      <Select
        label={t('register.outcome')}
        value={search.outcome}
        options={(['allow', 'held', 'refused'] as const).map((value) => ({ value, label: t(`log.outcome.${value}`) }))}
        onChange={(outcome) => change({ outcome })}
      />
      <Select
        label={t('register.level')}
        value={search.level}
        options={LEVELS.map((value) => ({ value, label: nameOf(value) }))}
        onChange={(level) => change({ level })}
      />
      <Select
        label={t('register.event')}
        value={search.event}
        options={(['send', 'open'] as const).map((value) => ({ value, label: t(`register.event.${value}`) }))}
        onChange={(event) => change({ event })}
      />
      {entities.length > 1 && (
        <Select
          label={t('register.entity')}
          value={search.entityId}
          options={entities.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(entityId) => change({ entityId })}
        />
      )}
      <CheckField
        label={t('register.crossing_only')}
        checked={search.crossing === true}
        onChange={(checked) => change({ crossing: checked ? true : undefined })}
      />
    </div>
  );
}

export function Filters({ search, change }: { readonly search: RegisterSearch; readonly change: Change }) {
  const { t } = useTranslation();
  const [text, setText] = useState(search.text ?? '');
  const further = furtherFilters(search);
  return (
    <search className="mb-5 grid gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card">
      <form
        className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[1fr_auto_auto_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          change({ text: text.trim() === '' ? undefined : text.trim() });
        }}
      >
        <TextField type="search" label={t('register.search')} value={text} maxLength={100} onChange={setText} />
        <TextField
          type="date"
          label={t('register.from')}
          value={search.from ?? ''}
          onChange={(from) => change({ from: from === '' ? undefined : from })}
        />
        <TextField
          type="date"
          label={t('register.to')}
          value={search.to ?? ''}
          onChange={(to) => change({ to: to === '' ? undefined : to })}
        />
        <Button type="submit">{t('register.find')}</Button>
      </form>
      <Disclosure summary={t('register.more_filters', { n: further })} open={further > 0}>
        <Further search={search} change={change} />
      </Disclosure>
    </search>
  );
}
