/** What all cells have in common: where it starts, what is in it, what is on record. The rest is assumed, and said. */
import { useMemo } from 'react';
import type { Facts } from '../../../src/model/facts.ts';
import { FURTHER_FACTS, withFact } from '../../../src/policy/situations.ts';
import { cityOptions, placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { type Preset, presetCategories, PRESETS } from '../policy/data-kinds.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField } from '../ui/field.tsx';
import { type FactProps, FurtherFields, NumberFact } from '../what-if/fact-fields.tsx';
import { RecordFields } from '../what-if/record-fields.tsx';

/** The usual case of a company: no critical operator, no important data, no child, the purpose of collection. */
export function baseFacts(origin: string, city: string | null, day: string): Facts {
  return {
    event: 'send',
    at: `${day}T12:00:00+08:00`,
    origin,
    origin_city: city,
    role: 'controller',
    cats: presetCategories('contact'),
    n: 10,
    minor14: false,
    unreadable: false,
    purpose: { use: 'contract_performance', same_as_collection: true },
    org: { ciio: false, mo_ci_operator: false, hk_ci_operator: false, size: 100 },
    important_data: 'no',
    state_secret: 'no',
    ytd: { cn: { pi: 0, spi: 0 } },
    held: { pi: 1_000, face: 0 },
  };
}

const presetOf = ({ cats = [] }: Facts): Preset =>
  PRESETS.find((preset) => presetCategories(preset).join() === cats.join()) ?? 'contact';

const ASSUMED = FURTHER_FACTS.filter(({ fact }) =>
  [
    'purpose.same_as_collection',
    'role',
    'minor14',
    'important_data',
    'state_secret',
    'org.ciio',
    'org.mo_ci_operator',
    'org.hk_ci_operator',
    'org.size',
    'ytd.cn.pi',
    'ytd.cn.spi',
    'held.pi',
    'held.face',
    'unreadable',
  ].includes(fact),
);

export function BaseSituation({ facts, onChange }: FactProps) {
  const translation = useTranslation();
  const { t } = translation;
  const places = useMemo(() => placeOptions(translation), [translation]);
  const props = { facts, onChange };
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <SelectField
          label={t('fact.origin')}
          value={facts.origin ?? ''}
          options={places}
          onChange={(origin) => onChange(withFact(withFact(facts, 'origin_city', null), 'origin', origin))}
        />
        {facts.origin === 'CN' && (
          <SelectField
            label={t('fact.origin_city')}
            value={facts.origin_city ?? 'other'}
            options={cityOptions(translation)}
            onChange={(city) => onChange(withFact(facts, 'origin_city', city === 'other' ? null : city))}
          />
        )}
        <SelectField
          label={t('fact.cats')}
          value={presetOf(facts)}
          options={PRESETS.map((value) => ({ value, label: t(`preset.${value}`) }))}
          onChange={(preset) => onChange(withFact(facts, 'cats', presetCategories(preset)))}
        />
        <NumberFact {...props} fact="n" />
      </div>
      <Disclosure summary={t('whatif.records')}>
        <RecordFields {...props} suggested={[]} />
      </Disclosure>
      <Disclosure summary={t('matrix.assumed')}>
        <div className="grid gap-3">
          <p className="text-soft">{t('matrix.assumed_hint')}</p>
          <FurtherFields {...props} asked={ASSUMED} />
        </div>
      </Disclosure>
    </div>
  );
}
