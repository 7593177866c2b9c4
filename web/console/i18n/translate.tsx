/** `t('nav.new')`: ids are checked by the compiler against the English catalogue, words come from the reader's. */
import type { I18n } from '@lingui/core';
import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import type access from '../../../locales/en/console.d/access.json';
import type accesses from '../../../locales/en/console.d/accesses.json';
import type approvals from '../../../locales/en/console.d/approvals.json';
import type archive from '../../../locales/en/console.d/archive.json';
import type audiences from '../../../locales/en/console.d/audiences.json';
import type connectionFields from '../../../locales/en/console.d/connection-fields.json';
import type connectionWhy from '../../../locales/en/console.d/connection-why.json';
import type connections from '../../../locales/en/console.d/connections.json';
import type delivery from '../../../locales/en/console.d/delivery.json';
import type doors from '../../../locales/en/console.d/doors.json';
import type duties from '../../../locales/en/console.d/duties.json';
import type factors from '../../../locales/en/console.d/factors.json';
import type facts from '../../../locales/en/console.d/facts.json';
import type levels from '../../../locales/en/console.d/levels.json';
import type log from '../../../locales/en/console.d/log.json';
import type matrix from '../../../locales/en/console.d/matrix.json';
import type meter from '../../../locales/en/console.d/meter.json';
import type packs from '../../../locales/en/console.d/packs.json';
import type people from '../../../locales/en/console.d/people.json';
import type posture from '../../../locales/en/console.d/posture.json';
import type proof from '../../../locales/en/console.d/proof.json';
import type proving from '../../../locales/en/console.d/proving.json';
import type pseudonyms from '../../../locales/en/console.d/pseudonyms.json';
import type records from '../../../locales/en/console.d/records.json';
import type recipients from '../../../locales/en/console.d/recipients.json';
import type register from '../../../locales/en/console.d/register.json';
import type requests from '../../../locales/en/console.d/requests.json';
import type sandbox from '../../../locales/en/console.d/sandbox.json';
import type sweeps from '../../../locales/en/console.d/sweeps.json';
import type traces from '../../../locales/en/console.d/traces.json';
import type whatIf from '../../../locales/en/console.d/what-if.json';
import type shared from '../../../locales/en/console.json';
import { type Formats, formatsFor } from './format.ts';
import { loadLocale } from './load.ts';
import { LANGUAGE_TAGS, type Locale, storedLocale, storeLocale } from './locale.ts';

/** Words of the console, and those of single pages (`console.d`). */
export type MessageId =
  | keyof typeof shared
  | keyof typeof access
  | keyof typeof accesses
  | keyof typeof approvals
  | keyof typeof archive
  | keyof typeof audiences
  | keyof typeof connectionFields
  | keyof typeof connectionWhy
  | keyof typeof connections
  | keyof typeof delivery
  | keyof typeof doors
  | keyof typeof duties
  | keyof typeof factors
  | keyof typeof facts
  | keyof typeof levels
  | keyof typeof log
  | keyof typeof matrix
  | keyof typeof meter
  | keyof typeof packs
  | keyof typeof people
  | keyof typeof posture
  | keyof typeof proof
  | keyof typeof proving
  | keyof typeof pseudonyms
  | keyof typeof records
  | keyof typeof recipients
  | keyof typeof sweeps
  | keyof typeof traces
  | keyof typeof whatIf
  | keyof typeof register
  | keyof typeof requests
  | keyof typeof sandbox;
export type Values = Readonly<Record<string, string | number>>;

export type Translation = {
  readonly t: (id: MessageId, values?: Values) => string;
  /** The reader's words for an error code; null when the catalogue has none. */
  readonly errorText: (code: string, values?: Values) => string | null;
  readonly locale: Locale;
  readonly setLocale: (locale: Locale) => void;
  readonly format: Formats;
};

const TranslationContext = createContext<Translation | null>(null);

/** Returns the words and formats of the reader's language. */
export function useTranslation(): Translation {
  const value = use(TranslationContext);
  if (value === null) throw new Error('useTranslation needs a TranslationProvider');
  return value;
}

function translationOf(i18n: I18n, locale: Locale, setLocale: (locale: Locale) => void): Translation {
  return {
    t: (id, values) => i18n._(id, values),
    errorText: (code, values) => {
      const id = `error:${code}`;
      return i18n.messages[id] === undefined ? null : i18n._(id, values);
    },
    locale,
    setLocale,
    format: formatsFor(LANGUAGE_TAGS[locale]),
  };
}

/** Shows nothing until the words are there: a page without words helps nobody, and they are one small file away. */
export function TranslationProvider({ children }: { readonly children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(storedLocale);
  const [loaded, setLoaded] = useState<{ readonly i18n: I18n; readonly locale: Locale } | null>(null);

  useEffect(() => {
    let current = true;
    const load = async () => {
      const i18n = await loadLocale(locale);
      // A slower, earlier choice must not replace a later one.
      if (!current) return;
      document.documentElement.lang = LANGUAGE_TAGS[locale];
      setLoaded({ i18n, locale });
    };
    void load();
    return () => {
      current = false;
    };
  }, [locale]);

  const value = useMemo(() => {
    if (loaded === null) return null;
    return translationOf(loaded.i18n, loaded.locale, (next) => {
      storeLocale(next);
      setLocale(next);
    });
  }, [loaded]);

  return value === null ? null : <TranslationContext value={value}>{children}</TranslationContext>;
}
