/** The name under which a browser saves a file (RFC 6266, RFC 8187): an ASCII fallback and the real name, both unable to break out. */

/** Returns the value of Content-Disposition for an attachment. */
export function contentDisposition(name: string): string {
  const plain = name.normalize('NFC').replace(/[\p{Cc}/\\]/gu, '_');
  const fallback = plain.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_');
  const encoded = encodeURIComponent(plain.toWellFormed()).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${fallback}"; filename*=UTF-8''${encoded}`;
}
