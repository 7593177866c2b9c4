/** Terms in words: one short line for each that says more than the ordinary. */
import type { EffectiveTerms, Factor, FullLevelTerms, Hours, TermName } from '../../../src/model/access-terms.ts';
import { placeName } from '../i18n/places.ts';
import type { Translation } from '../i18n/translate.tsx';

export function factorName({ t }: Translation, factor: Factor): string {
  return t(`access.factor.${factor}`);
}

export function hoursWords({ t, format }: Translation, { days, from, to, zone }: Hours): string {
  const names = [...days]
    .sort((a, b) => a - b)
    .flatMap((day) => DAYS.filter((one) => one === day))
    .map((day) => t(`access.days.${day}`));
  return t('access.says.hours', { days: format.list(names), from, to, zone });
}

export const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function placesWords(translation: Translation, places: readonly string[]): string {
  if (places.length === 0) return translation.t('access.says.nowhere');
  const names = places.map((one) => placeName(translation, one));
  return translation.t('access.says.countries', { places: translation.format.list(names) });
}

/** Limits of place, network, device, hours, kind and proof; none for what has no limit. `name` says which term each is. */
export function limitWords(
  translation: Translation,
  terms: Omit<EffectiveTerms, 'hours' | 'permission' | 'until' | 'notBefore' | 'opensMax'> & {
    readonly hours: readonly Hours[];
  },
): readonly { readonly name: TermName; readonly text: string }[] {
  const { t, format } = translation;
  const { countries, networks, devicesMax, hours, kinds, factorsMin, factors } = terms;
  const named = factors.map((one) => factorName(translation, one));
  return [
    ...(countries === null ? [] : [{ name: 'countries' as const, text: placesWords(translation, countries) }]),
    ...(networks === null
      ? []
      : [{ name: 'networks' as const, text: t('access.says.networks', { n: networks.length }) }]),
    ...(devicesMax === null
      ? []
      : [{ name: 'devicesMax' as const, text: t('access.says.devices', { n: devicesMax }) }]),
    ...hours.map((one) => ({ name: 'hours' as const, text: hoursWords(translation, one) })),
    ...(kinds === null ? [] : [{ name: 'kinds' as const, text: t('access.says.kinds') }]),
    ...(factorsMin <= 2 ? [] : [{ name: 'factorsMin' as const, text: t('access.says.factors', { n: factorsMin }) }]),
    ...(named.length === 0
      ? []
      : [{ name: 'factors' as const, text: t('access.says.factors_named', { names: format.list(named) }) }]),
  ];
}

/** A term of a template in words, for "as shipped: …". */
export function levelTermWords(translation: Translation, terms: FullLevelTerms, name: keyof FullLevelTerms): string {
  const { t } = translation;
  const none = t('access.edit.no_limit');
  const value = terms[name];
  if (name === 'permission') return t(`access.perm.${terms.permission}`);
  if (value === null) return none;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return t(value ? 'access.edit.yes' : 'access.edit.no');
  const said = limitWords(translation, { ...terms, hours: terms.hours === null ? [] : [terms.hours] });
  return said.find((one) => one.name === name)?.text ?? none;
}

/** The same for the terms in force around a cell. */
export function termWords(translation: Translation, terms: EffectiveTerms, name: TermName): string {
  const { t, format } = translation;
  if (name === 'notBefore' || name === 'until')
    return terms[name] === null ? t('access.edit.no_limit') : format.dateTime(terms[name]);
  if (name === 'hours')
    return terms.hours.length === 0
      ? t('access.edit.no_limit')
      : terms.hours.map((one) => hoursWords(translation, one)).join('; ');
  return levelTermWords(translation, { ...terms, hours: null, daysMax: null }, name);
}
