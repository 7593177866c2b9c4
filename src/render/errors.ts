/** Errors of rendering. Details name places and classes of characters, never what stands there. */
import { defineErrors } from '../base/errors.ts';

export const RENDER = defineErrors('render', {
  too_large: [413, 'the form is larger than can be rendered'],
  missing_glyph: [422, 'the form has a character that no font can draw'],
  pdf_unavailable: [501, 'this installation cannot make pdf files'],
  failed: [500, 'the form could not be rendered'],
  page_failed: [422, 'the page could not be drawn within the limits'],
  no_such_page: [404, 'the document has no such page'],
  document_closed: [409, 'the document was closed meanwhile and has to be opened again'],
});
