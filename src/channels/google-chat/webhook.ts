/**
 * Sends to a Google Chat space through a webhook (developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create).
 * `requestId` is documented for the method that the webhook calls: a repeat gives the message that is there.
 */
import { z } from 'zod';
import type { ChannelDraft } from '../../model/notice.ts';
import { type Answered, readJson, sendRendered, statusOutcome, throttled } from '../exchange.ts';
import { jsonMessage, withoutSlash } from '../json-message.ts';
import { failureOutcome, retryAfterMs } from '../outcome.ts';
import type { ChannelAdapter, Envelope, RenderedHttp, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { type Shown, shownOf } from '../shown.ts';
import { escapeHtml } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import { type GoogleChatConfig, googleChatConfigSchema } from './config.ts';

const KIND = 'google_chat';
/** The vendor's own limit for text and cards together. */
const GOOGLE_CHAT_MAX_BYTES = 32_000;

export const googleChatWebhook: ChannelAdapter<GoogleChatConfig> = {
  kind: KIND,
  config: googleChatConfigSchema,
  secretFields: ['key', 'token'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: GOOGLE_CHAT_MAX_BYTES,
    idempotent: 'native',
    // The link is a card's button: previews are drawn of addresses in a text.
    linkUnfurl: 'suppressible',
    jurisdiction: config.jurisdiction,
    bucket: KIND,
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => render(draft, words, envelope, config),
  send: sendToSpace,
};

function render(draft: ChannelDraft, words: ChannelWords, envelope: Envelope, config: GoogleChatConfig): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/v1/spaces/${config.space}/messages`,
    maxBytes: GOOGLE_CHAT_MAX_BYTES,
    body: { fallbackText: shown.title, cardsV2: [{ cardId: 'notice', card: cardOf(shown) }] },
  });
}

/** Paragraphs read a little HTML: everything of ours is written as entities. */
function cardOf({ title, lines, footer, button }: Shown): object {
  const link = button === undefined ? undefined : { text: button.text, onClick: { openLink: { url: button.link } } };
  const paragraph = (text: string): object => ({ textParagraph: { text } });
  return {
    header: { title },
    sections: [
      {
        widgets: [
          paragraph(lines.map(escapeHtml).join('<br>')),
          ...(link === undefined ? [] : [{ buttonList: { buttons: [link] } }]),
          ...(footer === '' ? [] : [paragraph(`<i>${escapeHtml(footer)}</i>`)]),
        ],
      },
    ],
  };
}

async function sendToSpace(call: SendCall<GoogleChatConfig>): Promise<SendOutcome> {
  const { key, token } = call.config;
  const answer = await sendRendered(call, KIND, {
    query: { key: key.reveal(), token: token.reveal(), requestId: call.rendered.envelope.idempotencyKey },
  });
  return answer.kind === 'answered' ? outcomeOf(answer, call.now) : failureOutcome(answer);
}

const messageSchema = z.object({ name: z.string().min(1).max(512) });

function outcomeOf(answer: Answered, now: Date): SendOutcome {
  const message = answer.status === 200 ? readJson(messageSchema, answer.body) : undefined;
  if (message !== undefined) return { outcome: 'sent', providerRef: message.name };
  // One write a second for all apps of a space; Google asks for a growing pause and seldom says how long.
  if (answer.status === 429) return throttled(KIND, retryAfterMs(answer.headers, now));
  return statusOutcome(KIND, answer, now);
}
