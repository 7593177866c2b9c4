/** A notice or a one-time code as one short message. Without a link: links in short messages teach people to be deceived. */
import { utf8 } from '../../base/bytes.ts';
import type { ChannelDraft } from '../../model/notice.ts';
import { checkDraft, organisationLine } from '../draft.ts';
import { checkEnvelope } from '../envelope.ts';
import { CHANNELS } from '../errors.ts';
import type { Envelope, RenderedHttp } from '../port.ts';
import { phoneSchema } from '../settings.ts';
import type { ChannelWords } from '../words.ts';
import type { SmsConfig } from './config.ts';
import { fitName, isOneMessage } from './length.ts';

export const SMS_MAX_BYTES = 8_192;

/**
 * Returns the provider's JSON body with a text of one message (160 GSM characters or 70 others).
 *
 * @throws `channels.bad_draft`
 */
export function renderSms(
  draft: ChannelDraft,
  words: ChannelWords,
  envelope: Envelope,
  config: SmsConfig,
): RenderedHttp {
  checkDraft(draft);
  checkEnvelope(envelope);
  const { target, idempotencyKey } = envelope;
  if (target.kind !== 'phone' || !phoneSchema.safeParse(target.number).success) {
    throw CHANNELS.bad_draft({ field: 'target' });
  }
  const text = shortText(draft, words);
  if (text === undefined) throw CHANNELS.bad_draft({ field: 'size' });
  const values: Readonly<Record<string, string>> = {
    '{{to}}': target.number,
    '{{text}}': text,
    '{{key}}': idempotencyKey,
  };
  const filled = Object.entries(config.body).map(([name, value]) => [name, values[String(value)] ?? value] as const);
  const body = utf8(JSON.stringify(Object.fromEntries(filled)));
  if (body.length > SMS_MAX_BYTES) throw CHANNELS.bad_draft({ field: 'size', bytes: body.length });
  const contentType = 'application/json; charset=utf-8';
  const repeat = config.idempotencyHeader === undefined ? {} : { [config.idempotencyHeader]: idempotencyKey };
  return {
    transport: 'http',
    kind: draft.kind,
    method: 'POST',
    url: config.url,
    headers: { 'content-type': contentType, ...repeat },
    contentType,
    body,
    bytes: body.length,
    envelope,
  };
}

/** A reminder, an end and an answer have no short form. A trial is its sentence alone: it names no organisation that could be too long. */
function shortText(draft: ChannelDraft, words: ChannelWords): string | undefined {
  if (draft.kind !== words.kind) throw CHANNELS.bad_draft({ field: 'words' });
  if (words.kind === 'test') return isOneMessage(words.text) ? words.text : undefined;
  if (words.kind !== 'notice' && words.kind !== 'code') throw CHANNELS.bad_draft({ field: 'kind' });
  return fitName(organisationLine(draft.organisation), [words.short, words.brief]);
}
