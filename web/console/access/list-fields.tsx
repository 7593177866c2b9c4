/** Fields of lists: places one by one, check boxes for a few. */
import { useId, useMemo, useState } from 'react';
import { placeName, placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { Field, INPUT } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';

/** Places that were chosen, each with a button to take it out, and the list from which one is added. */
export function PlaceList({
  places,
  onChange,
}: {
  readonly places: readonly string[];
  readonly onChange: (places: readonly string[]) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const [said, setSaid] = useState('');
  const options = useMemo(() => placeOptions(translation), [translation]);
  return (
    <div className="grid gap-2">
      {places.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {places.map((place) => {
            const name = placeName(translation, place);
            return (
              <li key={place}>
                <button
                  type="button"
                  aria-label={t('access.edit.remove', { name })}
                  onClick={() => onChange(places.filter((one) => one !== place))}
                  className="inline-flex min-h-touch items-center gap-1.5 rounded-lg border border-line bg-sunken px-3 text-sm hover:bg-hover sm:min-h-9"
                >
                  {name}
                  <Icon name="close" size={14} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <Field label={t('access.edit.add_place')} hint={t('access.edit.unknown_place')}>
        {(described) => (
          <select
            {...described}
            value={said}
            onChange={(event) => {
              const { value } = event.target;
              if (value !== '' && !places.includes(value)) onChange([...places, value]);
              setSaid('');
            }}
            className={INPUT}
          >
            <option value="">{t('common.choose')}</option>
            {options
              .filter((option) => !places.includes(option.value))
              .map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
          </select>
        )}
      </Field>
    </div>
  );
}

/** Any of a few. */
export function CheckList<T extends string | number>({
  label,
  chosen,
  options,
  onChange,
}: {
  readonly label: string;
  readonly chosen: readonly T[];
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id} className="grid gap-x-4 sm:grid-cols-2">
      <legend id={id} className="sr-only">
        {label}
      </legend>
      {options.map((option) => (
        <CheckField
          key={option.value}
          label={option.label}
          checked={chosen.includes(option.value)}
          onChange={(checked) =>
            onChange(checked ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))
          }
        />
      ))}
    </fieldset>
  );
}
