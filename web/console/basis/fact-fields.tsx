/** Facts that no detector sees and somebody states. A question that is left open stays unknown, and the unknown objects. */
import type { StatedFacts } from '../../../src/model/legal-record.ts';
import { useSession } from '../api/context.tsx';
import { HOME_PLACES, placeName, placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { type Stated, withFact, YES_NO, type YesNo } from './stated.ts';

type Props = {
  readonly value: StatedFacts;
  readonly onChange: (value: StatedFacts) => void;
};

/** What the answer says, whichever of the two forms the fact has. */
function answerOf(value: StatedFacts[YesNo]): 'yes' | 'no' | 'open' {
  if (value === true || value === 'yes') return 'yes';
  return value === false || value === 'no' ? 'no' : 'open';
}

function YesNoField({ name, value, onChange }: Props & { readonly name: YesNo }) {
  const { t } = useTranslation();
  const change = (answer: 'yes' | 'no' | 'open') => {
    if (answer === 'open') return onChange(withFact(value, name, undefined));
    const isWord = name === 'important_data' || name === 'state_secret';
    onChange(isWord ? withFact(value, name, answer) : withFact(value, name, answer === 'yes'));
  };
  return (
    <SelectField
      label={t(`fact.${name}`)}
      hint={t(`stated.${name}_hint`)}
      value={answerOf(value[name])}
      options={(['open', 'yes', 'no'] as const).map((one) => ({ value: one, label: t(`stated.${one}`) }))}
      onChange={change}
    />
  );
}

function PlacesField({ value, onChange }: Props) {
  const translation = useTranslation();
  const { t } = translation;
  const chosen = value.subject_loc ?? [];
  const change = (places: readonly string[]) =>
    onChange(withFact(value, 'subject_loc', places.length === 0 ? undefined : [...places]));
  const others = placeOptions(translation).filter((place) => !HOME_PLACES.some((home) => home === place.value));
  const rows = [...HOME_PLACES, ...chosen.filter((place) => !HOME_PLACES.some((home) => home === place))];
  return (
    <fieldset className="grid">
      <legend className="text-sm font-medium">{t('fact.subject_loc')}</legend>
      <p className="text-sm text-soft">{t('stated.subject_loc_hint')}</p>
      {rows.map((place) => (
        <CheckField
          key={place}
          label={placeName(translation, place)}
          checked={chosen.includes(place)}
          onChange={(on) => change(on ? [...chosen, place] : chosen.filter((other) => other !== place))}
        />
      ))}
      <SelectField
        hideLabel
        label={t('stated.another_place')}
        value=""
        placeholder={t('stated.another_place')}
        options={others}
        onChange={(place) => change([...new Set([...chosen, place])])}
      />
    </fieldset>
  );
}

/** Another number than the one that was counted; the reason goes where the evidence is. */
export function PersonsField({ value, onChange, counted }: Props & { readonly counted: number | null }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const isTooFew = person.role !== 'officer' && value.n !== undefined && counted !== null && value.n < counted;
  return (
    <TextField
      type="number"
      inputMode="numeric"
      min={0}
      step={1}
      label={t('stated.n')}
      hint={counted === null ? t('stated.n_hint') : t('stated.n_counted', { n: counted })}
      error={isTooFew ? t('stated.n_fewer') : null}
      value={value.n === undefined ? '' : String(value.n)}
      onChange={(text) => onChange(withFact(value, 'n', /^\d{1,15}$/.test(text) ? Number(text) : undefined))}
    />
  );
}

/** The questions, in the given order. */
export function FactFields({ value, onChange, names }: Props & { readonly names: readonly Exclude<Stated, 'n'>[] }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-5">
      {names.map((name) => {
        if (name === 'subject_loc') return <PlacesField key={name} value={value} onChange={onChange} />;
        const yesNo = YES_NO.find((one) => one === name);
        if (yesNo !== undefined) return <YesNoField key={name} name={yesNo} value={value} onChange={onChange} />;
        return (
          <CheckField
            key={name}
            label={t('fact.purpose.same_as_collection')}
            hint={t('stated.same_as_collection_hint')}
            checked={value.same_as_collection ?? true}
            onChange={(same) => onChange(withFact(value, 'same_as_collection', same ? undefined : false))}
          />
        );
      })}
    </div>
  );
}
