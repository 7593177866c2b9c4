/** Sends to a Mattermost channel through an incoming webhook. Success is the text `ok`; a refusal is JSON with an `id` that says which. */
import { z } from 'zod';
import { Secret } from '../../base/secret.ts';
import type { ChannelDraft } from '../../model/notice.ts';
import { CHANNELS } from '../errors.ts';
import { type Answered, readJson, readText, sendRendered, statusOutcome } from '../exchange.ts';
import { jsonMessage, withoutSlash } from '../json-message.ts';
import { failureOutcome } from '../outcome.ts';
import type { ChannelAdapter, Envelope, RenderedHttp, SendCall, SendOutcome } from '../port.ts';
import { hostOf } from '../settings.ts';
import { bodyLines, type Shown, shownOf } from '../shown.ts';
import { escapeMarkdown } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import { type MattermostConfig, mattermostConfigSchema } from './config.ts';

const KIND = 'mattermost';
const MATTERMOST_MAX_BYTES = 32_000;
/** Characters of an attachment's text in old servers (gitlab-foss issue 37555); a post may have 16,383. */
const ATTACHMENT_MAX = 7900;

export const mattermostWebhook: ChannelAdapter<MattermostConfig> = {
  kind: KIND,
  config: mattermostConfigSchema,
  secretFields: ['hook'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: MATTERMOST_MAX_BYTES,
    idempotent: 'none',
    // A post with an attachment gets no preview (`getEmbedForPost` in the server's post_metadata.go).
    linkUnfurl: 'suppressible',
    jurisdiction: config.jurisdiction,
    bucket: KIND,
  }),
  hosts: (config) => [hostOf(config.baseUrl)],
  render: async (draft, words, envelope, config) => render(draft, words, envelope, config),
  send: sendToWebhook,
};

function render(draft: ChannelDraft, words: ChannelWords, envelope: Envelope, config: MattermostConfig): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  return jsonMessage(draft, envelope, {
    url: `${withoutSlash(config.baseUrl)}/hooks`,
    secretPath: new Secret(`/${config.hook.reveal()}`),
    maxBytes: MATTERMOST_MAX_BYTES,
    body: { attachments: [attachmentOf(shown)] },
  });
}

/** Buttons of Mattermost call a server back, so the link is the title's and a named one below. */
function attachmentOf(shown: Shown): object {
  const { title, button, markdown } = shown;
  const lines = bodyLines(shown).map((line) => (markdown ? withoutAt(line) : plain(line)));
  const link = button === undefined ? [] : [`**[${plain(button.text)}](${button.link})**`];
  const text = [...lines, ...link].join('\n');
  if (text.length > ATTACHMENT_MAX) throw CHANNELS.bad_draft({ field: 'size', characters: text.length });
  return { fallback: plain(title), title: plain(title), text, ...(button && { title_link: button.link }) };
}

function plain(text: string): string {
  return withoutAt(escapeMarkdown(text));
}

/** `@all` and `@channel` would call everybody, and a name somebody. */
function withoutAt(text: string): string {
  return text.replace(/@/g, '＠');
}

async function sendToWebhook(call: SendCall<MattermostConfig>): Promise<SendOutcome> {
  const answer = await sendRendered(call, KIND);
  return answer.kind === 'answered' ? outcomeOf(answer, call.now) : failureOutcome(answer);
}

const errorSchema = z.object({ id: z.string().max(200) });

/** The hook is gone or switched off, or its channel or owner is; with 400 or 501 (server/channels/app/webhook.go). */
const BROKEN = /^web\.incoming_webhook\.(?:invalid|disabled|channel|channel_locked|permissions|user)\.app_error$/;

function outcomeOf(answer: Answered, now: Date): SendOutcome {
  if (answer.status === 200 && readText(answer.body) === 'ok') return { outcome: 'sent' };
  const id = readJson(errorSchema, answer.body)?.id ?? '';
  if (BROKEN.test(id)) return { outcome: 'disable', why: `${KIND}.hook_unavailable` };
  return statusOutcome(KIND, answer, now);
}
