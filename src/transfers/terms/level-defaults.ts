/** What each level allows at most as shipped. An officer sets others in the console; what the packs oblige to comes on top of both. */
import type { FullLevelTerms } from '../../model/access-terms.ts';
import type { Level } from '../../model/level.ts';

const OPEN: FullLevelTerms = {
  permission: 'download',
  opensMax: 100,
  daysMax: 90,
  countries: null,
  networks: null,
  devicesMax: null,
  hours: null,
  kinds: null,
  factorsMin: 2,
  factors: [],
  search: true,
  textLayer: true,
};

/** Text that goes along with a page can be copied: only where copying harms nobody. */
export const SHIPPED_LEVELS: Readonly<Record<Level, FullLevelTerms>> = {
  public: OPEN,
  internal: OPEN,
  confidential: { ...OPEN, textLayer: false },
  restricted: { ...OPEN, opensMax: 20, search: false, textLayer: false },
};

/** For a level that nobody knows. */
export const NOTHING_ALLOWED: FullLevelTerms = { ...SHIPPED_LEVELS.restricted, permission: 'none' };
