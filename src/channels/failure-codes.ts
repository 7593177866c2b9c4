/** Node's codes for a connection that failed, sorted by what they say about the message. */

const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EDNS',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Tells whether a failure with this code comes before the first byte of a message. */
export function isBeforeSending(code: string): boolean {
  return BEFORE_SENDING.has(code);
}

/** Tells whether the other side could not prove who it is, or TLS could not be agreed on. Nothing of the message was sent then. */
export function isTlsCode(code: string): boolean {
  return /^(?:ETLS$|ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code);
}
