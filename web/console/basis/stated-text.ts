/** Stated facts in the reader's words. */
import type { StatedFacts } from '../../../src/model/legal-record.ts';
import { placeName } from '../i18n/places.ts';
import type { Translation } from '../i18n/translate.tsx';
import { STATED, type Stated } from './stated.ts';

function answerText(translation: Translation, value: StatedFacts[Stated]): string | null {
  const { t, format } = translation;
  if (typeof value === 'number') return format.number(value);
  if (Array.isArray(value)) return format.list(value.map((place) => placeName(translation, place)));
  if (value === true || value === 'yes') return t('stated.yes');
  return value === false || value === 'no' ? t('stated.no') : null;
}

/** One text per fact: its name and the answer. */
export function statedTexts(translation: Translation, facts: StatedFacts): readonly string[] {
  const { t } = translation;
  return STATED.flatMap((name) => {
    const answer = answerText(translation, facts[name]);
    if (answer === null) return [];
    const words = name === 'same_as_collection' ? t('fact.purpose.same_as_collection') : t(`fact.${name}`);
    return [t('onrecord.stated', { name: words, answer })];
  });
}
