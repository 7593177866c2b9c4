/** What the organisation calls its levels and what they mean; how things may be sent and opened is said by the templates, one click away. */
import { Link } from '@tanstack/react-router';
import { LEVELS, type Level } from '../../../src/model/level.ts';
import type { LevelPolicy } from '../../../src/model/level-policy.ts';
import { LOCALES, type Locale } from '../../../src/model/locale.ts';
import { levelTermWords } from '../access/terms-words.ts';
import { useLevels } from '../access/use-access.ts';
import { LANGUAGE_NAMES } from '../i18n/locale.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { LevelBadge } from '../ui/words.tsx';
import type { EditProps } from './types-section.tsx';

export function NamesSection({ policy, onChange }: EditProps) {
  const { t } = useTranslation();
  return (
    <Section title={t('levels.names')} hint={t('levels.names_hint')}>
      <ul className="divide-y divide-line">
        {LEVELS.map((level) => (
          <li key={level} className="grid gap-1.5 py-3">
            <LevelBadge level={level} />
            <Meaning policy={policy} level={level} />
            <Allowed level={level} />
            {onChange !== null && <Words policy={policy} level={level} onChange={onChange} />}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm">
        <Link to="/access" search={{ tab: 'levels' }} className="text-accent underline underline-offset-2">
          {t('levels.to_templates')}
        </Link>
      </p>
    </Section>
  );
}

function Meaning({ policy, level }: { readonly policy: LevelPolicy; readonly level: Level }) {
  const { t, locale } = useTranslation();
  return <p className="text-sm">{policy.meanings[level]?.[locale] ?? t(`level.${level}_hint`)}</p>;
}

/** What the level's template says now; it is not set here. */
function Allowed({ level }: { readonly level: Level }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const inForce = useLevels().data?.levels.find((one) => one.level === level)?.inForce;
  if (inForce === undefined) return null;
  const said = (['permission', 'daysMax', 'opensMax', 'countries'] as const)
    .filter((term) => inForce[term] !== null)
    .map((term) =>
      term === 'permission'
        ? levelTermWords(translation, inForce, term)
        : `${t(`access.term.${term}`)} ${levelTermWords(translation, inForce, term)}`,
    );
  return <p className="text-[0.8125rem] text-soft">{t('levels.allowed', { what: format.list(said) })}</p>;
}

function Words({
  policy,
  level,
  onChange,
}: {
  readonly policy: LevelPolicy;
  readonly level: Level;
  readonly onChange: (policy: LevelPolicy) => void;
}) {
  const { t } = useTranslation();
  const shipped = t(`level.${level}`);
  const set = (member: 'names' | 'meanings', locale: Locale, text: string): void => {
    const { [locale]: _, ...others } = policy[member][level] ?? {};
    const words = text.trim() === '' ? others : { ...others, [locale]: text };
    const { [level]: _before, ...rest } = policy[member];
    onChange({ ...policy, [member]: Object.keys(words).length === 0 ? rest : { ...rest, [level]: words } });
  };
  return (
    <Disclosure summary={<span>{`${t('levels.words_of')}: ${shipped}`}</span>}>
      <div className="grid gap-4 pt-1 sm:grid-cols-2">
        {LOCALES.map((locale) => {
          const of = { level: shipped, language: LANGUAGE_NAMES[locale] };
          return (
            <div key={locale} className="grid content-start gap-3">
              <TextField
                label={t('levels.name_in', of)}
                maxLength={40}
                value={policy.names[level]?.[locale] ?? ''}
                onChange={(text) => set('names', locale, text)}
              />
              <TextAreaField
                label={t('levels.meaning_in', of)}
                maxLength={500}
                value={policy.meanings[level]?.[locale] ?? ''}
                onChange={(text) => set('meanings', locale, text)}
              />
            </div>
          );
        })}
      </div>
    </Disclosure>
  );
}
