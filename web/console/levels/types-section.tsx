/** Types of findings, each with the level that it raises to and the score from which it counts: edited where it stands. */
import type { LegalCategory, LevelsView } from '../../../src/model/api/levels.ts';
import type { LevelSubject } from '../../../src/model/classification.ts';
import { LEVELS, type Level } from '../../../src/model/level.ts';
import { FLOORS, LEAST_FROM, type LevelPolicy, ruleOf, SCORE_STEP } from '../../../src/model/level-policy.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { SelectField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { LevelBadge, useLevelName } from '../ui/words.tsx';
import { subjectGroups } from './groups.ts';
import { lawWords, scoreWords, subjectName } from './words.ts';

export type EditProps = {
  readonly policy: LevelPolicy;
  /** Null for whoever only reads. */
  readonly onChange: ((policy: LevelPolicy) => void) | null;
};

const FROM = Array.from({ length: (100 - LEAST_FROM) / SCORE_STEP + 1 }, (_, step) => LEAST_FROM + step * SCORE_STEP);

export function TypesSection({ view, policy, onChange }: EditProps & { readonly view: LevelsView }) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <Section title={t('levels.types')} hint={t('levels.types_hint')}>
      <div className="grid gap-6">
        <div
          aria-hidden="true"
          className="-mb-4 hidden gap-4 text-[0.8125rem] text-soft sm:grid sm:grid-cols-[minmax(0,1fr)_11rem_7rem]"
        >
          <span />
          <span>{t('levels.col.level')}</span>
          <span>{t('levels.col.from')}</span>
        </div>
        {subjectGroups().map(([group, subjects]) => (
          <div key={group}>
            <h3 className="mb-1 text-sm font-semibold">{t(`levels.group.${group}`)}</h3>
            <FloorNote subjects={subjects} />
            <ul className="divide-y divide-line">
              {subjects.map((subject) => (
                <SubjectRow
                  key={subject}
                  subject={subject}
                  laws={view.legal.filter((one) => one.type === subject)}
                  policy={policy}
                  onChange={onChange}
                />
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className="mt-4 grid gap-1 text-[0.8125rem] text-soft">
        {view.withoutClass.length > 0 && (
          <p>
            {t('levels.law_none', {
              places: format.list(view.withoutClass.map((place) => placeName(translation, place))),
            })}
          </p>
        )}
        <p>{t('levels.law_open')}</p>
      </div>
    </Section>
  );
}

/** Why some of a group cannot be put lower; said once. */
function FloorNote({ subjects }: { readonly subjects: readonly LevelSubject[] }) {
  const { t } = useTranslation();
  const nameOf = useLevelName();
  const floors = new Map(subjects.flatMap((subject) => FLOORS[subject] ?? []).map((floor) => [floor.reason, floor]));
  return [...floors.values()].map(({ reason, level }) => (
    <p key={reason} className="max-w-2xl text-[0.8125rem] text-soft">
      {t(`levels.floor.${reason}`, { level: nameOf(level) })}
    </p>
  ));
}

function SubjectRow({
  subject,
  laws,
  policy,
  onChange,
}: EditProps & { readonly subject: LevelSubject; readonly laws: readonly LegalCategory[] }) {
  const translation = useTranslation();
  const { t } = translation;
  const rule = ruleOf(policy, subject);
  const floor = FLOORS[subject];
  const name = subjectName(translation, subject);
  const set = (change: Partial<typeof rule>) =>
    onChange?.({ ...policy, types: { ...policy.types, [subject]: { ...rule, ...change } } });
  return (
    <li className="grid gap-x-4 gap-y-2 py-2.5 sm:grid-cols-[minmax(0,1fr)_11rem_7rem] sm:items-center">
      <div className="grid min-w-0 gap-0.5">
        <p className="text-sm break-words">{name}</p>
        {laws.length > 0 && <p className="text-[0.8125rem] text-soft">{lawWords(translation, laws)}</p>}
      </div>
      {onChange === null ? (
        <>
          <LevelBadge level={rule.level} />
          <p className="text-sm tabular-nums">{scoreWords(translation, rule.from)}</p>
        </>
      ) : (
        <div className="contents max-sm:grid max-sm:grid-cols-[3fr_2fr] max-sm:gap-3">
          <LevelSelect
            label={t('levels.level_of', { what: name })}
            value={rule.level}
            least={floor?.level ?? 'public'}
            onChange={(level) => set({ level })}
          />
          <SelectField
            hideLabel
            label={t('levels.from_of', { what: name })}
            value={String(rule.from)}
            options={FROM.map((from) => ({ value: String(from), label: scoreWords(translation, from) }))}
            onChange={(from) => set({ from: Number(from) })}
          />
        </div>
      )}
    </li>
  );
}

export function LevelSelect({
  label,
  value,
  least = 'public',
  onChange,
}: {
  readonly label: string;
  readonly value: Level;
  readonly least?: Level;
  readonly onChange: (level: Level) => void;
}) {
  const nameOf = useLevelName();
  const levels = LEVELS.slice(LEVELS.indexOf(least));
  return (
    <SelectField
      hideLabel
      label={label}
      value={value}
      options={levels.map((level) => ({ value: level, label: nameOf(level) }))}
      onChange={onChange}
    />
  );
}
