/** A notice or a one-time code as a mail: the complete RFC 5322 message, the same bytes for the same arguments. */
import MailComposer from 'nodemailer/lib/mail-composer';
import { ownBytes } from '../../base/bytes.ts';
import type { ChannelDraft } from '../../model/notice.ts';
import { checkDraft, organisationLine } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import { partsOf } from '../parts.ts';
import type { Envelope, RenderedMail } from '../port.ts';
import { mailboxSchema } from '../settings.ts';
import { escapeHtml } from '../text.ts';
import type { ChannelWords } from '../words.ts';
import type { EmailConfig } from './config.ts';

export const EMAIL_MAX_BYTES = 32_768;

type Part = { readonly text: string; readonly html: string };

/**
 * Returns the raw message: text and minimal HTML without images, a Message-ID made from the idempotency key (a retry is recognised by
 * receivers), the time of queueing as Date, `Auto-Submitted` (RFC 3834 section 5) so that no out-of-office note answers it.
 *
 * @throws `channels.bad_draft`
 */
export async function renderEmail(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: EmailConfig,
): Promise<RenderedMail> {
  checkDraft(draft);
  checkEnvelope(envelope);
  const to = recipientOf(envelope);
  const lines = linesFor(draft, words);
  const composer = new MailComposer({
    from: { name: organisationLine(draft.organisation), address: config.from },
    to,
    subject: words.title,
    text: `${lines.map((line) => line.text).join('\r\n\r\n')}\r\n`,
    // A code is read and typed; a second form of it would only be more bytes that cross.
    ...(draft.kind === 'code' ? {} : { html: page(draft.locale, lines) }),
    messageId: messageIdOf(envelope, config),
    date: envelope.createdAt,
    // The default boundary is random, which would make every attempt another message.
    baseBoundary: envelope.idempotencyKey.slice(0, 40),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    newline: 'win',
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const body = ownBytes(await composer.compile().build());
  if (body.length > EMAIL_MAX_BYTES) throw CHANNELS.bad_draft({ field: 'size', bytes: body.length });
  return {
    transport: 'smtp',
    kind: draft.kind,
    from: config.from,
    to,
    contentType: 'message/rfc822',
    body,
    bytes: body.length,
    envelope,
  };
}

/** Returns the fixed Message-ID of an envelope, with angle brackets. */
export function messageIdOf(envelope: Envelope, config: EmailConfig): string {
  return `<${envelope.idempotencyKey}@${config.from.slice(config.from.lastIndexOf('@') + 1)}>`;
}

function recipientOf(envelope: Envelope): string {
  const { target } = envelope;
  if (target.kind !== 'email' || !mailboxSchema.safeParse(target.address).success) {
    throw CHANNELS.bad_draft({ field: 'target' });
  }
  return target.address;
}

function linesFor(draft: ChannelDraft, words: ChannelWords): readonly Part[] {
  if (draft.kind === 'code' && words.kind === 'code') {
    return [
      plain(words.intro),
      {
        text: draft.code,
        html: `<p style="font-size:1.6em;letter-spacing:.15em"><b>${escapeHtml(draft.code)}</b></p>`,
      },
      ...[words.validFor, words.warning, words.footer].map(plain),
    ];
  }
  const { lines, button, footer } = partsOf(draft, words);
  const link = button === undefined ? [] : [linked(button.text, button.link)];
  return [...lines.map(plain), ...link, plain(footer)];
}

function linked(button: string, link: string): Part {
  const address = escapeHtml(link);
  return {
    text: `${button}:\r\n${link}`,
    html: `<p><a href="${address}">${escapeHtml(button)}</a><br>${address}</p>`,
  };
}

function plain(text: string): Part {
  return { text, html: `<p>${escapeHtml(text)}</p>` };
}

function page(locale: string, lines: readonly Part[]): string {
  const body = lines.map((line) => line.html).join('\r\n');
  return `<!doctype html>\r\n<html lang="${locale}"><head><meta charset="utf-8"></head>\r\n<body>\r\n${body}\r\n</body></html>\r\n`;
}
