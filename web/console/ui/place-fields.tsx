/** Jurisdiction, and the city where the law asks for one. */
import { useMemo } from 'react';
import { cityOptions, placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { SelectField } from './field.tsx';

export type Place = { readonly jurisdiction: string; readonly city: string };

/** `city` is empty until chosen, `other` for a mainland city outside the Greater Bay Area. */
export const cityOf = ({ jurisdiction, city }: Place): string | null =>
  jurisdiction !== 'CN' || city === '' || city === 'other' ? null : city;

export const isPlaceComplete = ({ jurisdiction, city }: Place): boolean =>
  jurisdiction !== '' && (jurisdiction !== 'CN' || city !== '');

export function PlaceFields({
  value,
  onChange,
  hint,
}: {
  readonly value: Place;
  readonly onChange: (place: Place) => void;
  readonly hint?: string;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const places = useMemo(() => placeOptions(translation), [translation]);
  return (
    <>
      <SelectField
        label={t('place.jurisdiction')}
        hint={hint}
        value={value.jurisdiction}
        options={places}
        placeholder={t('common.choose')}
        required
        onChange={(jurisdiction) => onChange({ jurisdiction, city: '' })}
      />
      {value.jurisdiction === 'CN' && (
        <SelectField
          label={t('place.city')}
          hint={t('place.city_hint')}
          value={value.city}
          options={cityOptions(translation)}
          placeholder={t('common.choose')}
          required
          onChange={(city) => onChange({ ...value, city })}
        />
      )}
    </>
  );
}
