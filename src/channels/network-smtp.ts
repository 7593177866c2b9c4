/** SMTP submission of one finished message with nodemailer: the bytes that were rendered are the bytes that are transmitted. */
import { createTransport } from 'nodemailer';
import { isBeforeSending, isTlsCode } from './failure-codes.ts';
import type { SmtpEgressAnswer, SmtpEgressRequest } from './port.ts';

/**
 * Returns what the server said to the message. STARTTLS is required unless the connection is TLS from the start or goes to this machine by
 * setting; certificates are always checked (own authority by setting). One connection per message.
 */
export async function sendRawMail(request: SmtpEgressRequest, signal: AbortSignal): Promise<SmtpEgressAnswer> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  const transport = createTransport(transportOptions(request));
  try {
    const info = await transport.sendMail({
      envelope: { from: request.from, to: [request.to] },
      raw: Buffer.from(request.body),
      signal: AbortSignal.any([signal, timeout]),
    });
    return { kind: 'accepted', code: replyCode(info.response) ?? 250 };
  } catch (error) {
    if (timeout.aborted) return { kind: 'failed', why: 'timeout', maybeSent: true };
    if (signal.aborted) return { kind: 'failed', why: 'aborted', maybeSent: true };
    return answerOf(error);
  } finally {
    transport.close();
  }
}

function transportOptions(request: SmtpEgressRequest) {
  const { host, port, security, user, password, certificateAuthority } = request.server;
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'plain-loopback',
    ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password.reveal() } }),
    tls: {
      minVersion: 'TLSv1.2' as const,
      rejectUnauthorized: true,
      ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
    },
    connectionTimeout: request.timeoutMs,
    greetingTimeout: request.timeoutMs,
    socketTimeout: request.timeoutMs,
    dnsTimeout: request.timeoutMs,
    maxResponseSize: 65_536,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  };
}

function replyCode(response: unknown): number | undefined {
  const found = typeof response === 'string' ? /^[2-5]\d\d/.exec(response) : null;
  return found === null ? undefined : Number(found[0]);
}

type Stage = 'connect' | 'auth' | 'sender' | 'recipient' | 'message';

/** The command that the server was answering, as nodemailer names it. */
function stageOf(command: string): Stage {
  if (command.startsWith('AUTH')) return 'auth';
  if (command.startsWith('MAIL')) return 'sender';
  if (command.startsWith('RCPT')) return 'recipient';
  return command.startsWith('DATA') ? 'message' : 'connect';
}

function answerOf(error: unknown): SmtpEgressAnswer {
  const { code, originalCode, command, responseCode } = fieldsOf(error);
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 600) {
    return { kind: 'rejected', code: responseCode, stage: stageOf(command) };
  }
  if (isTlsCode(code) || isTlsCode(originalCode)) return { kind: 'failed', why: 'tls', maybeSent: false };
  // A connection lost at an unknown moment may have carried the whole message; one that never stood has not.
  const early = isBeforeSending(code) || isBeforeSending(originalCode) || /^(?:AUTH|MAIL|RCPT)/.test(command);
  return { kind: 'failed', why: code === 'ETIMEDOUT' ? 'timeout' : 'unreachable', maybeSent: !early };
}

/** What nodemailer says about a failure; its message quotes the server and the addresses and is not used. */
type Fields = {
  readonly code: string;
  readonly originalCode: string;
  readonly command: string;
  readonly responseCode: number | undefined;
};

function fieldsOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { code: '', originalCode: '', command: '', responseCode: undefined };
  return {
    code: 'code' in error && typeof error.code === 'string' ? error.code : '',
    originalCode: 'originalCode' in error && typeof error.originalCode === 'string' ? error.originalCode : '',
    command: 'command' in error && typeof error.command === 'string' ? error.command : '',
    responseCode: 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined,
  };
}
