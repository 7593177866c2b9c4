/** The texts of a notice or a one-time code in the recipient's language, from locales/<locale>/notice.json. */
import { type CompiledCatalogue, createTranslator, type Translate } from '../base/translate.ts';
import { LOCALES, type Locale } from '../model/locale.ts';
import type {
  AnswerDraft,
  ChannelDraft,
  CodeDraft,
  DeliveryDraft,
  EndedDraft,
  NoticeDraft,
  ReminderDraft,
} from '../model/notice.ts';
import { checkDraft, organisationLine } from './draft.ts';

export type NoticeWords = {
  readonly kind: 'notice';
  readonly title: string;
  /** The route's own line, where it has one. */
  readonly label?: string;
  readonly intro: string;
  readonly reference: string;
  readonly validUntil: string;
  readonly howToOpen: string;
  readonly howWithoutLink: string;
  readonly button: string;
  readonly footer: string;
  readonly short: ShortText;
  /** The same without the advice, for when `short` is too long with the whole name. */
  readonly brief: ShortText;
};

export type CodeWords = {
  readonly kind: 'code';
  readonly title: string;
  readonly intro: string;
  readonly validFor: string;
  readonly warning: string;
  readonly footer: string;
  readonly short: ShortText;
  /** The same without the advice, for when `short` is too long with the whole name. */
  readonly brief: ShortText;
};

/** The one-sentence form for a short message, with the organisation's name in the length that fits. */
export type ShortText = (organisation: string) => string;

/** By mail only, so there is no short form. */
export type ReminderWords = {
  readonly kind: 'reminder';
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly footer: string;
};

/** A trial of a connection, a notice that has ended, an answer in a group, news of a delivery: a title, one sentence, a footer. */
export type PlainWords = {
  readonly kind: 'test' | 'ended' | 'answer' | 'delivery';
  readonly title: string;
  readonly text: string;
  /** Of an answer that has a link. */
  readonly button: string;
  readonly footer: string;
};

/** Text that passes unchanged brings its own words. */
export type PublicWords = { readonly kind: 'public'; readonly title: string };

export type ChannelWords = NoticeWords | CodeWords | ReminderWords | PlainWords | PublicWords;

export type WordsFor = (draft: ChannelDraft) => ChannelWords;

export type WordsOptions = {
  readonly catalogues: Readonly<Record<Locale, CompiledCatalogue>>;
  /** IANA name of the zone in which expiry is shown; the zone is always shown with it. */
  readonly timeZone?: string;
};

export const DEFAULT_TIME_ZONE = 'Asia/Macau';

const TAGS: Readonly<Record<Locale, string>> = {
  'zh-Hant': 'zh-Hant-MO',
  'zh-Hans': 'zh-Hans-CN',
  pt: 'pt-PT',
  en: 'en-GB',
};

/** Each part by name: `timeStyle` would turn the Chinese day into figures (`5/3/2026`), which can be misread. */
const EXPIRY_PARTS = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

const NAMED_ZONES: Readonly<Record<string, string>> = {
  'Asia/Macau': 'macau',
  'Asia/Hong_Kong': 'hongkong',
  'Asia/Shanghai': 'shanghai',
  'Europe/Lisbon': 'lisbon',
};

/**
 * Returns the function that writes the words of a draft.
 *
 * @throws (the returned function) `channels.bad_draft` for a draft of the wrong form, `translate.missing_text` for a gap in a catalogue.
 */
export function createWords(options: WordsOptions): WordsFor {
  const timeZone = options.timeZone ?? DEFAULT_TIME_ZONE;
  const translators = new Map<Locale, Translate>(
    LOCALES.map((locale) => [locale, createTranslator(TAGS[locale], options.catalogues[locale])]),
  );
  return (draft) => {
    checkDraft(draft);
    const translate = translators.get(draft.locale) ?? createTranslator(draft.locale, options.catalogues[draft.locale]);
    if (draft.kind === 'notice') return noticeWords(draft, translate, timeZone);
    if (draft.kind === 'code') return codeWords(draft, translate);
    if (draft.kind === 'reminder') return reminderWords(draft, translate);
    if (draft.kind === 'public') return { kind: 'public', title: draft.title };
    if (draft.kind === 'delivery') return deliveryWords(draft, translate);
    return draft.kind === 'answer' ? answerWords(draft, translate) : plainWords(draft.kind, draft, translate);
  };
}

function noticeWords(draft: NoticeDraft, translate: Translate, timeZone: string): NoticeWords {
  const { reference, label, count = 1, template = 'standard' } = draft;
  const values = { organisation: organisationLine(draft.organisation), reference, count, template };
  return {
    kind: 'notice',
    title: translate(count === 1 ? 'notice.title' : 'notice.title_many', values),
    ...(label === undefined ? {} : { label }),
    intro: translate(count === 1 ? 'notice.intro' : 'notice.intro_many', values),
    reference: translate('notice.reference', values),
    validUntil: translate('notice.valid_until', expiry(draft.expiresAt, draft.locale, timeZone)),
    howToOpen: translate('notice.how_to_open'),
    howWithoutLink: translate('notice.how_without_link'),
    button: translate('notice.button'),
    footer: translate('notice.footer'),
    short: (organisation) => translate('notice.short', { organisation, reference }),
    brief: (organisation) => translate('notice.brief', { organisation, reference }),
  };
}

function codeWords(draft: CodeDraft, translate: Translate): CodeWords {
  const { code } = draft;
  const values = { organisation: organisationLine(draft.organisation), minutes: draft.minutesValid };
  return {
    kind: 'code',
    // The title has no code: titles are shown on locked screens.
    title: translate('code.title', values),
    intro: translate('code.intro', values),
    validFor: translate('code.valid_for', values),
    warning: translate('code.warning', values),
    footer: translate('code.footer'),
    short: (organisation) => translate('code.short', { ...values, organisation, code }),
    brief: (organisation) => translate('code.brief', { ...values, organisation, code }),
  };
}

function reminderWords(draft: ReminderDraft, translate: Translate): ReminderWords {
  if (draft.request !== undefined) return requestWords(draft, draft.request, translate);
  const values = { organisation: organisationLine(draft.organisation), count: draft.count };
  return {
    kind: 'reminder',
    title: translate('reminder.title', values),
    intro: translate('reminder.intro', values),
    button: translate('reminder.button'),
    footer: translate('reminder.footer'),
  };
}

function requestWords(
  draft: ReminderDraft,
  request: NonNullable<ReminderDraft['request']>,
  translate: Translate,
): ReminderWords {
  const { reference, kind } = request;
  const values = { organisation: organisationLine(draft.organisation), reference, kind };
  return {
    kind: 'reminder',
    title: translate('request.title', values),
    intro: translate('request.intro', values),
    button: translate('request.button'),
    footer: translate('request.footer'),
  };
}

function plainWords(
  kind: 'test' | 'ended',
  draft: { readonly organisation: string } & Partial<Pick<EndedDraft, 'reference'>>,
  translate: Translate,
): PlainWords {
  const values = { organisation: organisationLine(draft.organisation), reference: draft.reference ?? '' };
  return {
    kind,
    title: translate(`${kind}.title`, values),
    text: translate(`${kind}.text`, values),
    button: '',
    footer: translate(`${kind}.footer`, values),
  };
}

function deliveryWords(draft: DeliveryDraft, translate: Translate): PlainWords {
  const { reference, news } = draft;
  const values = { organisation: organisationLine(draft.organisation), reference, news };
  return {
    kind: 'delivery',
    title: translate('delivery.title', values),
    text: translate('delivery.text', values),
    button: '',
    footer: translate('delivery.footer', values),
  };
}

function answerWords(draft: AnswerDraft, translate: Translate): PlainWords {
  const values = { organisation: organisationLine(draft.organisation), reference: draft.reference ?? '' };
  return {
    kind: 'answer',
    title: translate('answer.title', values),
    text: translate(`answer.${draft.answer}`, values),
    button: translate('answer.button', values),
    footer: translate('answer.footer', values),
  };
}

/** Day in words and 24-hour time, the zone by its name where it has one of ours, and its distance from UTC always. */
function expiry(at: Date, locale: Locale, timeZone: string): { when: string; zone: string; offset: string } {
  const when = new Intl.DateTimeFormat(TAGS[locale], { ...EXPIRY_PARTS, timeZone });
  const zoned = new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset', timeZone }).formatToParts(at);
  const offset = zoned.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
  return { when: when.format(at), zone: NAMED_ZONES[timeZone] ?? 'other', offset };
}
