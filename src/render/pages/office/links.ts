/** Which targets of a link lie outside the file. */
import { unescapeXml } from './xml.ts';

/** Whether a target names a place elsewhere: an address, a drive, a share, or a folder above. */
export function isPlace(target: string): boolean {
  const plain = decoded(unescapeXml(target)).replace(/[\s\p{Cc}]/gu, '');
  return (
    /^[a-z][a-z0-9+.-]*:/i.test(plain) || plain.startsWith('//') || plain.includes('\\') || /^(?:\.\.\/){3}/.test(plain)
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
