/** Whether somebody may open something now, here, with what he proved. Pure; what is not known never opens. */
import { missingFactors, needOf } from '../../access/factors.ts';
import type { EffectiveTerms, Factor } from '../../model/access-terms.ts';
import type { BarredReason } from '../../model/api/open.ts';
import { isWithinHours } from './hours.ts';
import { isInNetworks } from './networks.ts';

/** Who stands there. */
export type Presence = {
  readonly at: Date;
  /** ISO 3166-1, or `unknown`. */
  readonly jurisdiction: string;
  /** His address, or `unknown`. */
  readonly address: string;
  readonly factors: readonly Factor[];
  /** The browser's own key; null when it has shown none. */
  readonly deviceId: string | null;
  /** What he is in the list of recipients. */
  readonly kind: string;
};

/** `detail`: what is missing, or from when; never what would be allowed elsewhere. */
export type Barred = { readonly reason: BarredReason; readonly detail: string | null };

/**
 * Returns why somebody may not open now, or undefined. How many devices have opened is counted where the opening is claimed
 * (`claimDevice`), and how often where its count is.
 */
export function whyBarred(terms: EffectiveTerms, presence: Presence): Barred | undefined {
  const time = presence.at.getTime();
  if (terms.permission === 'none') return barred('not_permitted');
  if (terms.notBefore !== null && !(Date.parse(terms.notBefore) <= time)) return barred('not_yet', terms.notBefore);
  if (terms.until !== null && !(Date.parse(terms.until) > time)) return barred('expired');
  return whyNotThisPerson(terms, presence) ?? whyNotHere(terms, presence) ?? whyNotThen(terms, presence);
}

function whyNotThisPerson(terms: EffectiveTerms, { kind, factors, deviceId }: Presence): Barred | undefined {
  if (terms.kinds !== null && !terms.kinds.some((one) => one === kind)) return barred('role');
  const missing = factorsMissing(terms, factors);
  if (missing !== undefined) return barred('factors', missing);
  if (terms.devicesMax !== null && deviceId === null) return barred('device_unknown');
  return undefined;
}

function whyNotHere({ countries, networks }: EffectiveTerms, { jurisdiction, address }: Presence): Barred | undefined {
  if (countries !== null) {
    if (!/^[A-Z]{2}$/.test(jurisdiction)) return barred('unknown_place');
    if (!countries.includes(jurisdiction)) return barred('place', jurisdiction);
  }
  if (networks !== null && !isInNetworks(networks, address)) return barred('network');
  return undefined;
}

function whyNotThen({ hours }: EffectiveTerms, { at }: Presence): Barred | undefined {
  const outside = hours.find((one) => !isWithinHours(one, at));
  return outside === undefined ? undefined : barred('hours', `${outside.from}-${outside.to} ${outside.zone}`);
}

/** Names of factors that have to be proved still, joined by commas, and `+n` for others; undefined when there are enough. */
function factorsMissing(terms: EffectiveTerms, proved: readonly Factor[]): string | undefined {
  const missing = missingFactors(proved, needOf(terms));
  if (missing === undefined) return undefined;
  return [...missing.required, ...(missing.more === 0 ? [] : [`+${missing.more}`])].join(',');
}

function barred(reason: BarredReason, detail: string | null = null): Barred {
  return { reason, detail };
}
