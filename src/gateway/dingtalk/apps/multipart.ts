/** multipart/form-data (RFC 7578), as far as an upload needs it: a few fields, one file, everything in memory and small. */

export type Part = {
  readonly name: string;
  /** Undefined for a plain field. */
  readonly fileName: string | undefined;
  readonly bytes: Uint8Array;
};

const MAX_PARTS = 20;
const MAX_HEADER = 4096;
const CRLF2 = new Uint8Array([13, 10, 13, 10]);

/** The boundary of a content type (RFC 2046, section 5.1.1: 1 to 70 characters); undefined when it is no multipart form. */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}

/**
 * Returns the parts in order; undefined when the body is broken: no closing boundary, a part without a name, more than 20 parts, a head
 * longer than 4 KB. Bytes are views into `body`.
 */
export function parseMultipart(body: Uint8Array, boundary: string): readonly Part[] | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const parts: Part[] = [];
  let at = bytes.indexOf(mark);
  // Only a line may begin with the boundary.
  if (at > 0 && bytes.subarray(at - 2, at).toString('latin1') !== '\r\n') return undefined;
  while (at >= 0) {
    const after = at + mark.length;
    const tail = bytes.subarray(after, after + 2).toString('latin1');
    if (tail === '--') return parts;
    if (tail !== '\r\n' || parts.length >= MAX_PARTS) return undefined;
    const next = bytes.indexOf(`\r\n--${boundary}`, after, 'latin1');
    if (next < 0) return undefined;
    const part = readPart(bytes.subarray(after + 2, next));
    if (part === undefined) return undefined;
    parts.push(part);
    at = next + 2;
  }
  return undefined;
}

function readPart(bytes: Buffer): Part | undefined {
  const end = bytes.indexOf(CRLF2);
  if (end < 0 || end > MAX_HEADER) return undefined;
  // Names come as UTF-8, whatever RFC 7578 would prefer; broken ones are shown with replacement characters.
  const head = bytes.subarray(0, end).toString('utf8');
  const disposition = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(head)?.[1];
  if (disposition === undefined) return undefined;
  const name = parameter(disposition, 'name');
  if (name === undefined) return undefined;
  const fileName = extended(disposition) ?? parameter(disposition, 'filename');
  return { name, fileName, bytes: bytes.subarray(end + CRLF2.length) };
}

/** `name="..."`, with `\"` or `%22` for a quote, or a bare word. */
function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|;)\\s*${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(disposition);
  return (found?.[1]?.replace(/\\(["\\])/g, '$1') ?? found?.[2])?.replaceAll('%22', '"');
}

/** `filename*=UTF-8''...` (RFC 5987): older Python clients send nothing else for names that are not ASCII. */
function extended(disposition: string): string | undefined {
  const encoded = /(?:^|;)\s*filename\*=utf-8'[^']*'([^\s;]+)/i.exec(disposition)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
