/** A notice or a code as an approved template: outside 24 hours after somebody wrote, nothing else may be sent. */
import type { ChannelDraft } from '../../model/notice.ts';
import type { Locale } from '../../model/locale.ts';
import { checkDraft } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import { jsonMessage, withoutSlash } from '../json-message.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { phoneSchema } from '../settings.ts';
import { type Shown, shownOf } from '../shown.ts';
import { clip, oneLine } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { WhatsappConfig } from './config.ts';

export const WHATSAPP_MAX_BYTES = 16_384;
/** A template's text with its places filled may have 1024 characters; what the template itself says needs some of them. */
const TITLE_MAX = 160;
const DETAIL_MAX = 600;

const LANGUAGES: Readonly<Record<Locale, string>> = {
  'zh-Hant': 'zh_HK',
  'zh-Hans': 'zh_CN',
  pt: 'pt_PT',
  en: 'en_GB',
};

/**
 * Returns the body for messages: the template's two places, and the handle for its button. The address before the handle is in the approved
 * template, so no other address can be sent.
 *
 * @throws `channels.bad_draft`
 */
export function renderWhatsapp(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: WhatsappConfig,
): RenderedHttp {
  const { target } = envelope;
  if (target.kind !== 'phone' || !phoneSchema.safeParse(target.number).success) {
    throw CHANNELS.bad_draft({ field: 'target' });
  }
  if (draft.kind === 'code') return codeMessage(draft, words, envelope, config, target.number);
  const shown = shownOf(draft, words, envelope, ['phone']);
  const handle = handleOf(shown, config);
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/${config.version}/${config.phoneNumberId}/messages`,
    identifiers: handle === undefined ? [] : [handle],
    maxBytes: WHATSAPP_MAX_BYTES,
    body: {
      messaging_product: 'whatsapp',
      to: target.number,
      type: 'template',
      template: {
        name: templateOf(draft, config),
        language: { code: config.languages[draft.locale] ?? LANGUAGES[draft.locale] },
        components: [bodyOf(shown), ...(handle === undefined ? [] : [buttonOf(handle)])],
      },
    },
  });
}

/**
 * A code stands in the template's text and in its button that copies it; Meta's own words around it say that it must not be passed on.
 * Source: developers.facebook.com, authentication templates (at most 15 characters, twice in the body).
 */
function codeMessage(
  draft: Extract<ChannelDraft, { kind: 'code' }>,
  words: ChannelWords,
  envelope: Envelope,
  config: WhatsappConfig,
  to: string,
): RenderedHttp {
  checkDraft(draft);
  checkEnvelope(envelope);
  if (words.kind !== 'code') throw CHANNELS.bad_draft({ field: 'words' });
  if (config.codeTemplate === undefined) throw CHANNELS.bad_draft({ field: 'kind' });
  const parameters = [{ type: 'text', text: draft.code }];
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/${config.version}/${config.phoneNumberId}/messages`,
    identifiers: [],
    maxBytes: WHATSAPP_MAX_BYTES,
    body: {
      messaging_product: 'whatsapp',
      to,
      type: 'template',
      template: {
        name: config.codeTemplate,
        language: { code: config.languages[draft.locale] ?? LANGUAGES[draft.locale] },
        components: [
          { type: 'body', parameters },
          { type: 'button', sub_type: 'url', index: '0', parameters },
        ],
      },
    },
  });
}

function templateOf(draft: ChannelDraft, config: WhatsappConfig): string {
  if (draft.kind === 'notice') return config.noticeTemplate;
  if (draft.kind === 'test' && config.testTemplate !== undefined) return config.testTemplate;
  throw CHANNELS.bad_draft({ field: 'kind' });
}

/** A place may hold neither line ends nor tabs nor more than four spaces on end: `oneLine` sees to that. */
function bodyOf(shown: Shown): object {
  const places = [clip(oneLine(shown.title), TITLE_MAX), clip(oneLine(shown.lines.join(' ')), DETAIL_MAX)];
  return { type: 'body', parameters: places.map((text) => ({ type: 'text', text })) };
}

function buttonOf(handle: string): object {
  return { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: handle }] };
}

function handleOf({ button }: Shown, config: WhatsappConfig): string | undefined {
  if (button === undefined) return undefined;
  const handle = button.link.startsWith(config.linkPrefix) ? button.link.slice(config.linkPrefix.length) : '';
  // Not only figures: the guard leaves the handle out of its scan.
  if (!/^(?=.*[A-Za-z])[A-Za-z0-9_-]{16,64}$/.test(handle)) throw CHANNELS.bad_draft({ field: 'link' });
  return handle;
}
