/** From message id and values to text, in one language. Browser-safe. */
import { setupI18n } from '@lingui/core';
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';
import { defineErrors } from './errors.ts';

export const TRANSLATE = defineErrors('translate', {
  missing_text: [500, 'a text is missing in this language'],
});

/** Message id to compiled ICU text. */
export type CompiledCatalogue = Record<string, CompiledMessage>;

export type Translate = (id: string, values?: Readonly<Record<string, string | number>>) => string;

/**
 * Returns the function that writes texts of one catalogue.
 *
 * @param locale - BCP 47 tag; chooses plural forms and number formats.
 * @throws (the returned function) `translate.missing_text`: a person never sees a message id in place of a text.
 */
export function createTranslator(locale: string, catalogue: CompiledCatalogue): Translate {
  const i18n = setupI18n({ locale, messages: { [locale]: catalogue } });
  return (id, values = {}) => {
    if (!Object.hasOwn(catalogue, id)) throw TRANSLATE.missing_text({ locale, id });
    return i18n._(id, { ...values });
  };
}
