/** Rules about numbers of persons, combinations, and the text as a whole. */
import type { Combination, LevelPolicy } from '../../../src/model/level-policy.ts';
import { LEVEL_SUBJECTS, type LevelSubject } from '../../../src/model/classification.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { type EditProps, LevelSelect } from './types-section.tsx';
import { subjectName } from './words.ts';

const MOST_PERSONS_RULES = 5;
const MOST_COMBINATIONS = 20;
const MOST_PARTS = 5;

const ROW = 'flex flex-wrap items-center gap-3 rounded-xl border border-line p-3';

export function PersonsSection({ policy, onChange }: EditProps) {
  const { t, format } = useTranslation();
  const { persons } = policy;
  const set = (at: number, rule: LevelPolicy['persons'][number] | null) =>
    onChange?.({ ...policy, persons: persons.flatMap((one, n) => (n !== at ? [one] : rule === null ? [] : [rule])) });
  return (
    <Section title={t('levels.persons')} hint={t('levels.persons_hint')}>
      <ul className="grid gap-2">
        {persons.map((rule, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className={ROW}>
            {onChange === null ? (
              <>
                <span className="text-sm">{`> ${format.number(rule.over)}`}</span>
                <LevelBadge level={rule.level} />
              </>
            ) : (
              <>
                <div className="w-36">
                  <TextField
                    label={t('levels.over')}
                    inputMode="numeric"
                    value={String(rule.over)}
                    onChange={(text) => set(at, { ...rule, over: wholeOf(text) ?? rule.over })}
                  />
                </div>
                <div className="w-44 self-end">
                  <LevelSelect
                    label={t('levels.level_of', { what: t('levels.persons') })}
                    value={rule.level}
                    onChange={(level) => set(at, { ...rule, level })}
                  />
                </div>
                <div className="self-end">
                  <IconButton
                    icon="close"
                    label={t('levels.remove_persons', { n: rule.over })}
                    onClick={() => set(at, null)}
                  />
                </div>
              </>
            )}
          </li>
        ))}
      </ul>
      {persons.length === 0 && <p className="text-sm text-soft">{t('levels.none_yet')}</p>}
      {onChange !== null && persons.length < MOST_PERSONS_RULES && (
        <div className="mt-3">
          <Button
            icon="new"
            onClick={() => onChange({ ...policy, persons: [...persons, { over: 10, level: 'confidential' }] })}
          >
            {t('levels.add_persons')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function wholeOf(text: string): number | null {
  const value = Number(text === '' ? '0' : text);
  return Number.isInteger(value) && value >= 0 && value <= 1_000_000 ? value : null;
}

export function CombinationsSection({ policy, onChange }: EditProps) {
  const { t } = useTranslation();
  const { combinations } = policy;
  const set = (at: number, rule: Combination | null) =>
    onChange?.({
      ...policy,
      combinations: combinations.flatMap((one, n) => (n !== at ? [one] : rule === null ? [] : [rule])),
    });
  return (
    <Section title={t('levels.combinations')} hint={t('levels.combinations_hint')}>
      <ul className="grid gap-2">
        {combinations.map((rule, at) => (
          // oxlint-disable-next-line react/no-array-index-key
          <li key={at} className={ROW}>
            <CombinationRow rule={rule} n={at + 1} onChange={onChange === null ? null : (next) => set(at, next)} />
          </li>
        ))}
      </ul>
      {combinations.length === 0 && <p className="text-sm text-soft">{t('levels.none_yet')}</p>}
      {onChange !== null && combinations.length < MOST_COMBINATIONS && (
        <div className="mt-3">
          <Button
            icon="new"
            onClick={() =>
              onChange({
                ...policy,
                combinations: [...combinations, { subjects: ['person_name', 'health'], level: 'restricted' }],
              })
            }
          >
            {t('levels.add_combination')}
          </Button>
        </div>
      )}
    </Section>
  );
}

function CombinationRow({
  rule,
  n,
  onChange,
}: {
  readonly rule: Combination;
  readonly n: number;
  readonly onChange: ((rule: Combination | null) => void) | null;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const { subjects, level } = rule;
  if (onChange === null)
    return (
      <>
        <span className="text-sm">{subjects.map((one) => subjectName(translation, one)).join(' + ')}</span>
        <LevelBadge level={level} />
      </>
    );
  const unused = LEVEL_SUBJECTS.filter((one) => !subjects.includes(one));
  const optionsFor = (own: LevelSubject) =>
    LEVEL_SUBJECTS.filter((one) => one === own || unused.includes(one)).map((one) => ({
      value: one,
      label: subjectName(translation, one),
    }));
  return (
    <>
      {subjects.map((subject, part) => (
        <div key={subject} className="w-48 max-sm:w-full">
          <SelectField
            hideLabel
            label={t('levels.combination_part', { n, part: part + 1 })}
            value={subject}
            options={optionsFor(subject)}
            onChange={(next) => onChange({ ...rule, subjects: subjects.map((one) => (one === subject ? next : one)) })}
          />
        </div>
      ))}
      {subjects.length < MOST_PARTS && unused[0] !== undefined && (
        <Button
          kind="quiet"
          icon="new"
          onClick={() => onChange({ ...rule, subjects: [...subjects, unused[0] ?? 'email'] })}
        >
          {t('levels.add_part')}
        </Button>
      )}
      <div className="w-44">
        <LevelSelect
          label={t('levels.level_of', { what: t('levels.combination_n', { n }) })}
          value={level}
          onChange={(next) => onChange({ ...rule, level: next })}
        />
      </div>
      <IconButton icon="close" label={t('levels.remove_combination', { n })} onClick={() => onChange(null)} />
    </>
  );
}

export function TextSection({ policy, onChange }: EditProps) {
  const { t } = useTranslation();
  const { signals } = policy;
  const rows = [
    {
      name: t('levels.signal.confidential_mark'),
      level: signals.confidential_mark,
      set: (level: typeof policy.defaultLevel): LevelPolicy => ({
        ...policy,
        signals: { ...signals, confidential_mark: level },
      }),
    },
    {
      name: t('levels.signal.contract'),
      level: signals.contract,
      set: (level: typeof policy.defaultLevel): LevelPolicy => ({
        ...policy,
        signals: { ...signals, contract: level },
      }),
    },
    {
      name: t('levels.signal.default'),
      level: policy.defaultLevel,
      set: (level: typeof policy.defaultLevel): LevelPolicy => ({ ...policy, defaultLevel: level }),
    },
  ];
  return (
    <Section title={t('levels.text')} hint={t('levels.unread')}>
      <ul className="divide-y divide-line">
        {rows.map(({ name, level, set }) => (
          <li key={name} className="grid gap-2 py-2.5 sm:grid-cols-[minmax(0,1fr)_11rem] sm:items-center sm:gap-4">
            <p className="text-sm">{name}</p>
            {onChange === null ? (
              <LevelBadge level={level} />
            ) : (
              <LevelSelect
                label={t('levels.level_of', { what: name })}
                value={level}
                onChange={(next) => onChange(set(next))}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
