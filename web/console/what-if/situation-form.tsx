/** The facts that every situation has, in plain words. What is left open counts as not known. */
import { useMemo } from 'react';
import { DECISION_EVENTS, type Facts, PURPOSES, RECIPIENT_KINDS } from '../../../src/model/facts.ts';
import { LEVELS } from '../../../src/model/level.ts';
import { withFact } from '../../../src/policy/situations.ts';
import { cityOptions, placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { DATA_KINDS, type DataKind, hasKind, otherCategories, USUAL_KINDS, withKind } from '../policy/data-kinds.ts';
import { Tag } from '../ui/badge.tsx';
import { CheckField } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { FactPlace } from './field-place.tsx';
import { type FactProps, NumberFact } from './fact-fields.tsx';
import { useLevelName } from '../ui/words.tsx';

const UNKNOWN = '-';
const OTHER_CITY = 'other';

/** A place and, in the mainland, its city: one of the nine, another one, or not known. */
function PlaceFact({ facts, onChange, end }: FactProps & { readonly end: 'origin' | 'dest' }) {
  const translation = useTranslation();
  const { t } = translation;
  const places = useMemo(
    () => [...placeOptions(translation), { value: UNKNOWN, label: t('whatif.not_known') }],
    [translation, t],
  );
  const city = facts[`${end}_city`];
  const setPlace = (value: string) => {
    const moved = withFact(facts, end, value === UNKNOWN ? undefined : value);
    onChange(withFact(moved, `${end}_city`, undefined));
  };
  const setCity = (value: string) =>
    onChange(withFact(facts, `${end}_city`, value === UNKNOWN ? undefined : value === OTHER_CITY ? null : value));
  return (
    <div className="grid content-start gap-4">
      <FactPlace fact={end}>
        <SelectField label={t(`fact.${end}`)} value={facts[end] ?? UNKNOWN} options={places} onChange={setPlace} />
      </FactPlace>
      {facts[end] === 'CN' && (
        <FactPlace fact={`${end}_city`}>
          <SelectField
            label={t(`fact.${end}_city`)}
            hint={t('place.city_hint')}
            value={city === undefined ? UNKNOWN : (city ?? OTHER_CITY)}
            options={[...cityOptions(translation), { value: UNKNOWN, label: t('whatif.not_known') }]}
            onChange={setCity}
          />
        </FactPlace>
      )}
    </div>
  );
}

function KindsFact({ facts, onChange }: FactProps) {
  const { t } = useTranslation();
  const others = otherCategories(facts);
  const row = (kind: DataKind) => (
    <CheckField
      key={kind}
      label={t(`data_kind.${kind}`)}
      checked={hasKind(facts, kind)}
      onChange={(on) => onChange(withFact(facts, 'cats', withKind(facts, kind, on)))}
    />
  );
  const isShown = (kind: DataKind) => USUAL_KINDS.includes(kind) || hasKind(facts, kind);
  const kinds = DATA_KINDS.map(({ kind }) => kind);
  return (
    <FactPlace fact="cats">
      <fieldset>
        <legend className="text-sm font-medium">{t('fact.cats')}</legend>
        <div className="grid sm:grid-cols-2 sm:gap-x-4">{kinds.filter(isShown).map(row)}</div>
        <Disclosure summary={t('whatif.more_kinds')}>
          <div className="grid sm:grid-cols-2 sm:gap-x-4">{kinds.filter((kind) => !isShown(kind)).map(row)}</div>
        </Disclosure>
        {others.length > 0 && (
          <ul className="flex flex-wrap gap-1.5">
            {others.map((key) => (
              <li key={key}>
                <Tag>{key}</Tag>
              </li>
            ))}
          </ul>
        )}
      </fieldset>
    </FactPlace>
  );
}

function RecipientFact({ facts, onChange }: FactProps) {
  const { t } = useTranslation();
  const options = [
    ...RECIPIENT_KINDS.map((value) => ({ value, label: t(`recipient_kind.${value}`) })),
    { value: UNKNOWN, label: t('whatif.not_known') },
  ];
  return (
    <FactPlace fact="recipient.type">
      <SelectField<string>
        label={t('fact.recipient.type')}
        value={facts.recipient?.type ?? UNKNOWN}
        options={options}
        onChange={(value) => onChange(withFact(facts, 'recipient.type', value === UNKNOWN ? undefined : value))}
      />
    </FactPlace>
  );
}

function PurposeFact({ facts, onChange }: FactProps) {
  const { t } = useTranslation();
  const use = facts.purpose?.use;
  const options = [
    ...PURPOSES.map((value) => ({ value, label: t(`purpose.${value}`) })),
    { value: UNKNOWN, label: t('whatif.not_known') },
  ];
  const known = use === undefined || PURPOSES.some((purpose) => purpose === use);
  return (
    <FactPlace fact="purpose">
      <SelectField<string>
        label={t('fact.purpose')}
        value={use ?? UNKNOWN}
        options={known ? options : [...options, { value: use, label: use }]}
        onChange={(value) => onChange(withFact(facts, 'purpose.use', value === UNKNOWN ? undefined : value))}
      />
    </FactPlace>
  );
}

function EventFact({ facts, onChange }: FactProps) {
  const { t } = useTranslation();
  return (
    <FactPlace fact="event">
      <SelectField
        label={t('fact.event')}
        value={facts.event ?? ''}
        placeholder={t('whatif.not_known')}
        options={DECISION_EVENTS.map((value) => ({ value, label: t(`decision_event.${value}`) }))}
        onChange={(value) => onChange(withFact(facts, 'event', value))}
      />
    </FactPlace>
  );
}

function LevelFact({ facts, onChange }: FactProps) {
  const { t } = useTranslation();
  const nameOf = useLevelName();
  const options = [
    { value: UNKNOWN, label: t('whatif.no_level') },
    ...LEVELS.map((value) => ({ value, label: nameOf(value) })),
  ];
  return (
    <SelectField<string>
      label={t('fact.level')}
      value={facts.level ?? UNKNOWN}
      options={options}
      onChange={(value) => onChange(withFact(facts, 'level', value === UNKNOWN ? undefined : value))}
    />
  );
}

/** The law of a day: rules come and go. A day is the one in Macau, at noon. */
function DayFact({ facts, onChange }: FactProps) {
  const { t } = useTranslation();
  return (
    <TextField
      type="date"
      label={t('fact.at')}
      hint={t('whatif.day_hint')}
      value={dayOf(facts)}
      onChange={(day) => onChange(withFact(facts, 'at', `${day}T12:00:00+08:00`))}
    />
  );
}

function dayOf(facts: Facts): string {
  return new Date(Date.parse(facts.at) + 8 * 3_600_000).toISOString().slice(0, 10);
}

export function SituationForm({ facts, onChange }: FactProps) {
  const props = { facts, onChange };
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <PlaceFact {...props} end="origin" />
        <PlaceFact {...props} end="dest" />
        <RecipientFact {...props} />
        <PurposeFact {...props} />
      </div>
      <KindsFact {...props} />
      <div className="grid gap-4 sm:grid-cols-2">
        <NumberFact {...props} fact="n" />
        <LevelFact {...props} />
        <EventFact {...props} />
        <DayFact {...props} />
      </div>
    </div>
  );
}
