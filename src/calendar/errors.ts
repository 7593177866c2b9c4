/** Errors of the calendar. A year without data is an expected outcome (`unknown_year`) and therefore a value, not an error. */
import { defineErrors } from '../base/errors.ts';

export const CALENDAR = defineErrors('calendar', {
  bad_day: [422, 'this is not a day of the calendar'],
  bad_count: [422, 'the number of days or years is not usable'],
  bad_hours: [422, 'the working hours are not of the expected form'],
});
