/** The short code as people type and read it. */
import { PAIRING_ALPHABET, PAIRING_CODE_LENGTH } from './alphabet.ts';

/** What was typed, scanned or came in the fragment, brought into the one form; empty when it cannot be a code. */
export function readShortCode(typed: string): string {
  // A messenger or scanner may have written the sign before it in its own way, even twice.
  const plain = typed.normalize('NFKC').replace(/^(?:#|%(?:25)*23)/, '');
  const letters = plain.toUpperCase().replace(/[\s\-–—.]/g, '');
  return letters.length === PAIRING_CODE_LENGTH && Array.from(letters).every((one) => PAIRING_ALPHABET.includes(one))
    ? letters
    : '';
}

/** In two groups, which is how it is read and typed. */
export function grouped(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}
