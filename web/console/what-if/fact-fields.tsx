/** One field per further fact. Left open means not known, and is said so. */
import { ROLES, type Facts } from '../../../src/model/facts.ts';
import { factAt, type FurtherFact, withFact } from '../../../src/policy/situations.ts';
import { factName } from '../i18n/facts.ts';
import { placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { FactPlace } from './field-place.tsx';

export type FactProps = { readonly facts: Facts; readonly onChange: (facts: Facts) => void };
type NamedFact = FactProps & { readonly fact: string };

const UNKNOWN = '-';

export function NumberFact({ facts, onChange, fact }: NamedFact) {
  const translation = useTranslation();
  const value = factAt(facts, fact);
  return (
    <FactPlace fact={fact}>
      <TextField
        type="number"
        inputMode="numeric"
        min={0}
        step={1}
        label={factName(translation, fact)}
        placeholder={translation.t('whatif.not_known')}
        value={typeof value === 'number' ? String(value) : ''}
        onChange={(text) => onChange(withFact(facts, fact, text === '' ? undefined : Number(text)))}
      />
    </FactPlace>
  );
}

function AnswerFact({ facts, onChange, fact }: NamedFact) {
  const translation = useTranslation();
  const { t } = translation;
  const value = factAt(facts, fact);
  const shown = value === true || value === 'yes' ? 'yes' : value === false || value === 'no' ? 'no' : UNKNOWN;
  const options = [
    { value: 'yes', label: t('whatif.yes') },
    { value: 'no', label: t('whatif.no') },
    { value: UNKNOWN, label: t('whatif.not_known') },
  ];
  return (
    <SelectField
      label={factName(translation, fact)}
      value={shown}
      options={options}
      onChange={(next) => onChange(withFact(facts, fact, next === UNKNOWN ? undefined : next === 'yes'))}
    />
  );
}

function RoleFact({ facts, onChange, fact }: NamedFact) {
  const translation = useTranslation();
  const { t } = translation;
  const options = [
    ...ROLES.map((value) => ({ value, label: t(`party_role.${value}`) })),
    { value: UNKNOWN, label: t('whatif.not_known') },
  ];
  return (
    <SelectField<string>
      label={factName(translation, fact)}
      value={facts.role ?? UNKNOWN}
      options={options}
      onChange={(next) => onChange(withFact(facts, fact, next === UNKNOWN ? undefined : next))}
    />
  );
}

function SubjectPlaceFact({ facts, onChange, fact }: NamedFact) {
  const translation = useTranslation();
  const options = [...placeOptions(translation), { value: UNKNOWN, label: translation.t('whatif.not_known') }];
  return (
    <SelectField
      label={factName(translation, fact)}
      value={facts.subject_loc?.[0] ?? UNKNOWN}
      options={options}
      onChange={(next) => onChange(withFact(facts, fact, next === UNKNOWN ? undefined : [next]))}
    />
  );
}

function FlagFact({ facts, onChange, fact }: NamedFact) {
  const translation = useTranslation();
  return (
    <CheckField
      label={factName(translation, fact)}
      checked={factAt(facts, fact) === true}
      onChange={(on) => onChange(withFact(facts, fact, on ? true : undefined))}
    />
  );
}

const FIELD_OF = { answer: AnswerFact, flag: FlagFact, role: RoleFact, place: SubjectPlaceFact } as const;

/** The facts that the rules ask for in this situation; none of them is asked in vain. */
export function FurtherFields({ asked, ...props }: FactProps & { readonly asked: readonly FurtherFact[] }) {
  const { t } = useTranslation();
  if (asked.length === 0) return <p className="text-soft">{t('whatif.nothing_further')}</p>;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {asked.map(({ fact, as }) => {
        if (as === 'number') return <NumberFact key={fact} {...props} fact={fact} />;
        const Field = FIELD_OF[as];
        return (
          <FactPlace key={fact} fact={fact}>
            <Field {...props} fact={fact} />
          </FactPlace>
        );
      })}
    </div>
  );
}
