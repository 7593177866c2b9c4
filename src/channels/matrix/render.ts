/** A notice as an `m.notice`: the kind of message that other programs must not answer. */
import type { ChannelDraft } from '../../model/notice.ts';
import { jsonMessage, withoutSlash } from '../json-message.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { bodyLines, type Shown, shownOf } from '../shown.ts';
import { escapeHtml } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { MatrixConfig } from './config.ts';

/** A whole event may have 65,536 bytes with what servers add to it; ours has text and the same as HTML. */
export const MATRIX_MAX_BYTES = 32_000;

/** Returns the event; its transaction id is the envelope's key, so the server drops a repeat. @throws `channels.bad_draft` */
export function renderMatrix(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: MatrixConfig,
): RenderedHttp {
  const shown = shownOf(draft, words, envelope, ['group']);
  return jsonMessage(draft, envelope, {
    method: 'PUT',
    url: `${roomUrl(config)}/send/m.room.message/${envelope.idempotencyKey}`,
    maxBytes: MATRIX_MAX_BYTES,
    body: eventOf(shown),
  });
}

/** Returns the address of the room. */
export function roomUrl(config: MatrixConfig): string {
  return `${withoutSlash(config.homeserver)}/_matrix/client/v3/rooms/${encodeURIComponent(config.roomId)}`;
}

function eventOf(shown: Shown): object {
  const { title, button } = shown;
  const lines = bodyLines(shown);
  const plain = [title, ...lines, ...(button === undefined ? [] : [`${button.text}: ${button.link}`])].join('\n');
  const link = button === undefined ? [] : [`<a href="${escapeHtml(button.link)}">${escapeHtml(button.text)}</a>`];
  const html = [`<strong>${escapeHtml(title)}</strong>`, ...lines.map(escapeHtml), ...link].join('<br>');
  return {
    msgtype: 'm.notice',
    body: plain,
    format: 'org.matrix.custom.html',
    formatted_body: html,
    // Present and empty: nobody is called, whatever the text looks like (Client-Server API, user and room mentions).
    'm.mentions': {},
  };
}
