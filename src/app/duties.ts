/** Duties and their forms over the features: the catalogues of forms are read when somebody first asks for one. */
import { join } from 'node:path';
import { loadCatalogue } from '../base/catalogue-node.ts';
import type { DutyDeps } from '../governance/duties/deps.ts';
import type { Catalogues } from '../governance/forms/words.ts';
import { renderDocx } from '../render/docx.ts';
import { renderPdf } from '../render/pdf.ts';
import type { Locale } from '../model/locale.ts';
import type { Features } from './features.ts';

const LOCALES_FOLDER = join(import.meta.dirname, '../../locales');

export function createDutyDeps({ transfers, rules }: Pick<Features, 'transfers' | 'rules'>): DutyDeps {
  return {
    transfers,
    engine: () => rules.current().engine,
    catalogues: readOnce(),
    draw: { docx: renderDocx, pdf: renderPdf },
  };
}

/** Texts of forms, and the console's names for purposes, bases, filings and places. */
function readOnce(): Catalogues {
  const known = new Map<Locale, Catalogues[Locale]>();
  const read = (locale: Locale): Catalogues[Locale] => {
    const catalogue = known.get(locale) ?? {
      ...loadCatalogue(LOCALES_FOLDER, locale, 'console'),
      ...loadCatalogue(LOCALES_FOLDER, locale, 'forms'),
    };
    known.set(locale, catalogue);
    return catalogue;
  };
  return {
    get 'zh-Hant'() {
      return read('zh-Hant');
    },
    get 'zh-Hans'() {
      return read('zh-Hans');
    },
    get pt() {
      return read('pt');
    },
    get en() {
      return read('en');
    },
  };
}
