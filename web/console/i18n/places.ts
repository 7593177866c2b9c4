/** Jurisdictions and cities as a reader finds them in a list: the three of the Greater Bay Area first. */
import { GBA_CITIES } from '../../../src/model/jurisdiction.ts';
import type { MessageId, Translation } from './translate.tsx';

export const HOME_PLACES = ['MO', 'HK', 'CN'] as const;

/** ISO 3166-1 alpha-2 without the three above. */
const OTHER_PLACES =
  'AD AE AF AG AI AL AM AO AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CO CR CU CV CW CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FO FR GA GB GD GE GF GG GH GI GL GM GN GQ GR GT GW GY HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PF PG PH PK PL PR PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WS YE ZA ZM ZW'.split(
    ' ',
  );

const OWN_WORDS: Readonly<Record<string, MessageId>> = {
  MO: 'place.MO',
  HK: 'place.HK',
  CN: 'place.CN',
  unknown: 'place.unknown',
};

/** Name of a jurisdiction; the three homes in the words used there, others by the language's own list. */
export function placeName({ t, format }: Translation, code: string): string {
  const own = OWN_WORDS[code];
  return own === undefined ? format.place(code) : t(own);
}

export function placeOptions(translation: Translation): readonly { readonly value: string; readonly label: string }[] {
  const option = (value: string) => ({ value, label: placeName(translation, value) });
  const compare = new Intl.Collator(document.documentElement.lang).compare;
  return [...HOME_PLACES.map(option), ...OTHER_PLACES.map(option).sort((a, b) => compare(a.label, b.label))];
}

/** Cities matter only in the mainland, where the Greater Bay Area has rules of its own. */
export function cityOptions({ t }: Translation): readonly { readonly value: string; readonly label: string }[] {
  return [
    ...GBA_CITIES.map((value) => ({ value, label: t(`city.${value}`) })),
    { value: 'other', label: t('city.other') },
  ];
}

/** Name of a city code, or null for none and for codes outside the list. */
export function cityName({ t }: Translation, code: string | null): string | null {
  const known = GBA_CITIES.find((city) => city === code);
  return known === undefined ? code : t(`city.${known}`);
}
