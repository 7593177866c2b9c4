/** The shape of one year of one place. A year that was not officially published, or could not be verified, is not there. */

/**
 * Why a day is free. `mandatory`: Macau, for every employer (Law 7/2008 art. 44). `public`: a holiday of the place. `compensatory`:
 * in place of a holiday that fell on a rest day or on another holiday. `bridging`: mainland, what the notice adds to the holiday itself.
 */
export type HolidayKind = 'mandatory' | 'public' | 'compensatory' | 'bridging';

/** `name` is for whoever checks the list; people never see it. */
export type Holiday = { readonly day: string; readonly kind: HolidayKind; readonly name: string };

export type CalendarYear = {
  /** The official notice that fixes the year. */
  readonly source: string;
  /** Against what it was compared, and the day of that. */
  readonly checked: string;
  /** H: the official text or a reprint of it was read. M: several secondary texts that agree. Nothing below M is here. */
  readonly confidence: 'H' | 'M';
  /** Days on which government bureaus are closed, those on weekends included. In order. */
  readonly holidays: readonly Holiday[];
  /** Saturdays and Sundays on which work is done. In order. */
  readonly workingWeekends: readonly string[];
  /** Working days whose afternoon is free from 13:00: they count as working days, but nobody is disturbed then. In order. */
  readonly freeAfternoons: readonly string[];
};

/** Years by their number. */
export type CalendarYears = ReadonlyMap<number, CalendarYear>;
