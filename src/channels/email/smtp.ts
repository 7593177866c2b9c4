/** Sends mails by SMTP: notices, and one-time codes by another route than the notice. */
import { MINUTE, SECOND } from '../../base/units.ts';
import { CHANNELS } from '../errors.ts';
import { failureOutcome, retry } from '../outcome.ts';
import type { ChannelAdapter, SendCall, SendOutcome, SmtpEgressAnswer } from '../port.ts';
import { type EmailConfig, emailConfigSchema } from './config.ts';
import { EMAIL_MAX_BYTES, messageIdOf, renderEmail } from './render.ts';

export const emailChannel: ChannelAdapter<EmailConfig> = {
  kind: 'email',
  config: emailConfigSchema,
  secretFields: ['password'],
  caps: (config) => ({
    carries: ['notice', 'code', 'reminder', 'test'],
    reaches: 'email',
    afterwards: { recall: false, update: false, confirm: false },
    maxBytes: EMAIL_MAX_BYTES,
    idempotent: 'native',
    linkUnfurl: 'unavoidable',
    jurisdiction: config.jurisdiction,
    bucket: 'email',
  }),
  hosts: (config) => [`${config.host}:${config.port}`],
  render: renderEmail,
  send: sendMail,
};

async function sendMail(call: SendCall<EmailConfig>): Promise<SendOutcome> {
  const { rendered, config, egress, signal, connection } = call;
  if (rendered.transport !== 'smtp') throw CHANNELS.wrong_request({ kind: 'email' });
  const { envelope } = rendered;
  const { host, port, security, user, password, certificateAuthority } = config;
  const answer = await egress.smtp(
    {
      meta: {
        vendor: 'email',
        kind: rendered.kind,
        idempotencyKey: envelope.idempotencyKey,
        target: envelope.target,
        connection,
      },
      server: {
        host,
        port,
        security,
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
        ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
      },
      from: rendered.from,
      to: rendered.to,
      body: rendered.body,
      timeoutMs: 30 * SECOND,
    },
    signal,
  );
  return outcomeOf(answer, messageIdOf(envelope, config));
}

/** RFC 5321 section 4.2.1: 4xx is tried again, 5xx is final. What is final for the server or for our address is not the message's fault. */
function outcomeOf(answer: SmtpEgressAnswer, messageId: string): SendOutcome {
  if (answer.kind === 'accepted') return { outcome: 'sent', providerRef: messageId };
  if (answer.kind !== 'rejected') return failureOutcome(answer);
  const { code, stage } = answer;
  const ours = stage === 'connect' || stage === 'auth' || stage === 'sender';
  if (code >= 500) return { outcome: ours ? 'disable' : 'permanent', why: `smtp.${stage}_refused_${code}` };
  // 421: the server is closing, whatever command it answered (RFC 5321 section 3.8).
  const scope = ours || code === 421 ? 'connection' : 'message';
  return retry(`smtp.${stage}_deferred_${code}`, scope, scope === 'connection' ? 2 * MINUTE : undefined);
}
