/** Drafts and words for tests of the channels. */
import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '../../src/base/catalogue-node.ts';
import type { Envelope, SendTarget } from '../../src/channels/port.ts';
import { createWords, type WordsFor } from '../../src/channels/words.ts';
import { LOCALES, type Locale } from '../../src/model/locale.ts';
import type {
  AnswerDraft,
  CodeDraft,
  DeliveryDraft,
  EndedDraft,
  NoticeDraft,
  PublicDraft,
  ReminderDraft,
  TestDraft,
} from '../../src/model/notice.ts';

const LOCALES_FOLDER = fileURLToPath(new URL('../../locales', import.meta.url));

export function testWords(timeZone?: string): WordsFor {
  const entries = LOCALES.map((locale) => [locale, loadCatalogue(LOCALES_FOLDER, locale, 'notice')] as const);
  const catalogues = Object.fromEntries(entries) as Record<Locale, ReturnType<typeof loadCatalogue>>;
  return createWords(timeZone === undefined ? { catalogues } : { catalogues, timeZone });
}

export function notice(changes: Partial<NoticeDraft> = {}): NoticeDraft {
  return {
    kind: 'notice',
    reference: 'EN-7K3M-9QWX-2H5T',
    organisation: '濠江貿易有限公司',
    expiresAt: new Date('2026-03-05T10:00:00Z'),
    link: 'https://gate.example.mo/n/AbCdEfGhIjKlMnOpQrStUv',
    locale: 'zh-Hant',
    ...changes,
  };
}

export function code(changes: Partial<CodeDraft> = {}): CodeDraft {
  return {
    kind: 'code',
    organisation: 'Macau Trading Ltd',
    code: '482915',
    minutesValid: 10,
    locale: 'en',
    ...changes,
  };
}

export function reminder(changes: Partial<ReminderDraft> = {}): ReminderDraft {
  return {
    kind: 'reminder',
    organisation: '濠江貿易有限公司',
    count: 3,
    link: 'https://gate.example.mo/approvals',
    locale: 'zh-Hant',
    ...changes,
  };
}

export function envelope(target: SendTarget, idempotencyKey = 'k-0123456789abcdef'): Envelope {
  return { target, idempotencyKey, createdAt: new Date('2026-03-02T01:02:03Z') };
}

export function trial(changes: Partial<TestDraft> = {}): TestDraft {
  return { kind: 'test', organisation: '濠江貿易有限公司', locale: 'zh-Hant', ...changes };
}

export function ended(changes: Partial<EndedDraft> = {}): EndedDraft {
  return {
    kind: 'ended',
    organisation: '濠江貿易有限公司',
    reference: 'EN-7K3M-9QWX-2H5T',
    locale: 'zh-Hant',
    ...changes,
  };
}

export function delivered(changes: Partial<DeliveryDraft> = {}): DeliveryDraft {
  return {
    kind: 'delivery',
    news: 'opened',
    organisation: '濠江貿易有限公司',
    reference: 'EN-7K3M-9QWX-2H5T',
    locale: 'zh-Hant',
    ...changes,
  };
}

export function answer(changes: Partial<AnswerDraft> = {}): AnswerDraft {
  return {
    kind: 'answer',
    answer: 'access_asked',
    organisation: '濠江貿易有限公司',
    reference: 'EN-7K3M-9QWX-2H5T',
    locale: 'zh-Hant',
    ...changes,
  };
}

export function publicText(changes: Partial<PublicDraft> = {}): PublicDraft {
  return {
    kind: 'public',
    organisation: '濠江貿易有限公司',
    title: 'Deploy finished',
    text: '## Deploy finished\n\n*all* [green](https://ci.example.mo/1)',
    format: 'markdown',
    locale: 'en',
    __public: true,
    ...changes,
  };
}
