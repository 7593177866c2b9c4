/** Errors of tracing. Nothing of a picture stands in them. */
import { defineErrors } from '../../base/errors.ts';

export const TRACE = defineErrors('trace', {
  failed: [500, 'the picture could not be examined'],
});
