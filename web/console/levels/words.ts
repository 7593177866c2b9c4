/** Subjects, rules and changes of a policy of levels in words. */
import type { LegalCategory } from '../../../src/model/api/levels.ts';
import { FINDING_TYPES, type LevelSubject, type RaisedBy } from '../../../src/model/classification.ts';
import { LEVELS, type Level } from '../../../src/model/level.ts';
import { changesBetween, type LevelPolicy, ruleOf } from '../../../src/model/level-policy.ts';
import { placeName } from '../i18n/places.ts';
import type { MessageId, Translation } from '../i18n/translate.tsx';

export type LevelNames = (level: Level) => string;

export function subjectName({ t }: Pick<Translation, 't'>, subject: LevelSubject): string {
  return subject === 'company_account' ? t('levels.subject.company_account') : t(`finding.${subject}`);
}

/** `0.55` in the reader's numerals. */
export function scoreWords({ format }: Pick<Translation, 'format'>, hundredths: number): string {
  return format.number(hundredths / 100);
}

/** A rule that led to a level, as one line. */
export function raisedWords(translation: Translation, { rule, subjects, n }: RaisedBy): string {
  const { t, format } = translation;
  const names = subjects.map((subject) => subjectName(translation, subject));
  if (rule === 'type' || rule === 'floor') return t(`why.${rule}`, { what: format.list(names), n: format.number(n) });
  if (rule === 'combination') return t('why.combination', { what: format.list(names) });
  if (rule === 'persons') return t('why.persons', { n: format.number(n) });
  return t(`why.${rule}`);
}

const LAWS: Readonly<Record<string, MessageId>> = {
  'Law 8/2005 art. 7': 'levels.law_of.mo',
  'PIPL art. 28': 'levels.law_of.cn',
  'GDPR art. 9-10': 'levels.law_of.eu',
  'UK GDPR art. 9-10': 'levels.law_of.uk',
};

/** Laws that name the type today, and those that did. */
export function lawWords(translation: Translation, entries: readonly LegalCategory[]): string {
  const { t, format } = translation;
  const said = entries.map(({ jurisdiction, article, to, now }) => {
    const own = LAWS[article];
    const law = own === undefined ? `${placeName(translation, jurisdiction)} ${article}` : t(own);
    return now || to === null ? law : t('levels.law_until', { law, date: format.date(to) });
  });
  return t('levels.law', { list: format.list([...new Set(said)]) });
}

/** Each difference in one line. */
export function changeWords(
  translation: Translation,
  nameOf: LevelNames,
  before: LevelPolicy,
  after: LevelPolicy,
): readonly string[] {
  const { t } = translation;
  return changesBetween(before, after).map(({ what }) => {
    const said = (policy: LevelPolicy): string | null => partWords(translation, nameOf, policy, what);
    const [from, to] = [said(before), said(after)];
    const name = partName(translation, nameOf, what);
    return from === null || to === null
      ? t('levels.change.words', { what: name })
      : t('levels.change.word', { what: name, from, to });
  });
}

const subjectIn = (what: string): LevelSubject | undefined =>
  [...FINDING_TYPES, 'company_account' as const].find((subject) => what === `types.${subject}`);

function partName(translation: Translation, nameOf: LevelNames, what: string): string {
  const { t } = translation;
  const subject = subjectIn(what);
  if (subject !== undefined) return subjectName(translation, subject);
  const level = LEVELS.find((one) => what.endsWith(`.${one}`));
  if (level !== undefined) return nameOf(level);
  if (what === 'persons') return t('levels.persons');
  if (what === 'combinations') return t('levels.combinations');
  if (what === 'signals.contract') return t('levels.signal.contract');
  return what === 'signals.confidential_mark' ? t('levels.signal.confidential_mark') : t('levels.signal.default');
}

/** The part as it stands in a policy; null for free words, of which only that they changed is said. */
function partWords(translation: Translation, nameOf: LevelNames, policy: LevelPolicy, what: string): string | null {
  const { t, format } = translation;
  const subject = subjectIn(what);
  if (subject !== undefined) {
    const { level, from } = ruleOf(policy, subject);
    return t('levels.change.rule', { level: nameOf(level), score: scoreWords(translation, from) });
  }
  if (what.startsWith('names.') || what.startsWith('meanings.')) return null;
  if (what === 'signals.contract') return nameOf(policy.signals.contract);
  if (what === 'signals.confidential_mark') return nameOf(policy.signals.confidential_mark);
  if (what === 'defaultLevel') return nameOf(policy.defaultLevel);
  const rules =
    what === 'persons'
      ? policy.persons.map(({ over, level }) =>
          t('levels.change.persons', { n: format.number(over), level: nameOf(level) }),
        )
      : policy.combinations.map(
          ({ subjects, level }) =>
            `${subjects.map((one) => subjectName(translation, one)).join(' + ')}: ${nameOf(level)}`,
        );
  return rules.length === 0 ? t('levels.change.nothing') : rules.join('; ');
}
