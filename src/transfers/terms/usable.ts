/** What the shape of terms does not say: zones that exist, networks that can be read, an end after the beginning. Pure. */
import { parseNetwork } from '../../access/cidr.ts';
import type { AccessTerms, LevelTerms } from '../../model/access-terms.ts';
import { isZone } from './hours.ts';

/** Names of the members that cannot be used; empty when all can. `now`: an end that has passed ends at once, which is another act. */
export function unusableTerms(terms: AccessTerms | LevelTerms, now: Date): readonly string[] {
  const problems: string[] = [];
  if (terms.networks?.some((one) => parseNetwork(one) === undefined) === true) problems.push('networks');
  if (terms.countries?.includes('unknown') === true) problems.push('countries');
  if (terms.hours !== undefined && terms.hours !== null && !isZone(terms.hours.zone)) problems.push('hours');
  if ('until' in terms && typeof terms.until === 'string') {
    const until = Date.parse(terms.until);
    if (until <= now.getTime()) problems.push('until');
    if (typeof terms.notBefore === 'string' && until <= Date.parse(terms.notBefore)) problems.push('notBefore');
  }
  return problems;
}
