/** Reading and writing cookies (RFC 6265). Hostile headers give fewer cookies, never an error. */

/** A cookie header longer than this is not from a browser of ours. */
const MAX_HEADER = 8192;

/**
 * Returns the values of all cookies of this name, in the order sent. There may be several: a neighbouring host can plant one of
 * the same name, so callers try each. Quotes are not removed and nothing is decoded.
 */
export function readCookies(header: string | null, name: string): readonly string[] {
  if (header === null || header.length > MAX_HEADER) return [];
  const values: string[] = [];
  for (const part of header.split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) values.push(part.slice(at + 1).trim());
  }
  return values;
}

/** Returns a cookie header without the cookies that `drop` names; null when nothing remains. */
export function withoutCookies(header: string | null, drop: (name: string) => boolean): string | null {
  if (header === null || header.length > MAX_HEADER) return null;
  const kept = header.split(';').filter((part) => {
    const at = part.indexOf('=');
    return at > 0 && !drop(part.slice(0, at).trim());
  });
  return kept.length === 0 ? null : kept.map((part) => part.trim()).join('; ');
}

export type CookieSettings = {
  readonly name: string;
  readonly value: string;
  /** 0 deletes. */
  readonly maxAgeSeconds: number;
  readonly secure: boolean;
};

/** Returns a Set-Cookie value: HttpOnly, SameSite=Strict, Path=/, no Domain (this host only). */
export function writeCookie(settings: CookieSettings): string {
  const secure = settings.secure ? '; Secure' : '';
  return `${settings.name}=${settings.value}; Path=/; Max-Age=${settings.maxAgeSeconds}; HttpOnly; SameSite=Strict${secure}`;
}
