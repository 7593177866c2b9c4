/** The whole scan of one text: candidates, detectors, overlap resolution. */
import type { FindingType } from '../../model/classification.ts';
import { findEnglishStreets } from './addresses-english.ts';
import { findAddresses } from './addresses.ts';
import { findAges } from './ages.ts';
import { raisePhonesBeside } from './beside.ts';
import { findEmails } from './emails.ts';
import { findFigures } from './figures.ts';
import { findHealth } from './health.ts';
import { type Hit, LEAST_SCORE } from './hit.ts';
import { findMrz } from './mrz.ts';
import type { NamesModel } from '../model/names-model.ts';
import { cutAtNumbers, doubtLonely, findByModel, mergeNames, withoutModelled } from './names-by-model.ts';
import { repeatNames } from './names-again.ts';
import { findAliases, findNames, findNamesBeside } from './names.ts';
import { findNumbers } from './numbers.ts';
import { findOrganisations } from './organisations.ts';
import { findPlaces } from './places.ts';
import { resolveOverlaps } from './resolve.ts';
import { findSecrets } from './secret-values.ts';
import { readSource, type Source } from './source.ts';
import { findSpecial } from './special.ts';
import { findValues } from './values.ts';

export type Scan = { readonly source: Source; readonly hits: readonly Hit[] };

/** Returns all findings of `text` in order of place; without a model names and addresses are found by rule only. Linear in its length for a given number of findings. */
export function scanText(text: string, model: NamesModel | null = null): Scan {
  const source = readSource(text);
  const firm = [
    ...findNumbers(source),
    ...findEmails(source),
    ...findMrz(source),
    ...findSecrets(source),
    ...findPlaces(source),
  ];
  const ruled = [...findNames(source), ...findNamesBeside(source, firm)];
  const named = [...ruled, ...findAliases(source, ruled)];
  const seen = model === null ? [] : cutAtNumbers(source, findByModel(source, model), firm);
  const found = model === null ? named : doubtLonely(source, mergeNames(named, seen), firm);
  const names = [...found, ...repeatNames(source, found.filter(isPerson))];
  const streets = model === null ? [] : findEnglishStreets(source);
  const addresses = withoutModelled([...findAddresses(source), ...streets], seen);
  const organisations = model === null ? [] : findOrganisations(source);
  const values = [...organisations, ...findValues(source), ...addresses, ...findFigures(source), ...findAges(source)];
  const apart = resolveOverlaps([...firm, ...names, ...values].filter((hit) => hit.score >= LEAST_SCORE));
  const resolved = raisePhonesBeside(source, apart);
  const persons = resolved.filter(isAboutPerson);
  const about = [...findHealth(source, persons), ...findSpecial(source, persons)].filter(
    (hit) => hit.score >= LEAST_SCORE,
  );
  const hits = about.length === 0 ? resolved : resolveOverlaps([...resolved, ...about]);
  return { source, hits };
}

/** The model finds addresses and organisations too; named again, they are no persons. */
function isPerson(hit: Hit): boolean {
  return hit.type === 'person_name';
}

/** Types that are about an organisation, a machine or a bank. */
const NOT_PERSONAL: ReadonlySet<FindingType> = new Set<FindingType>([
  'secret',
  'cn_uscc',
  'hk_brn',
  'bank_swift',
  'organisation',
  'financial_figure',
]);

function isAboutPerson(hit: Hit): boolean {
  return hit.score >= 0.5 && !hit.role && !NOT_PERSONAL.has(hit.type);
}
