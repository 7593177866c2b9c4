/** What people type, brought into the form the server expects; what servers send, made safe to show on one line. */

/** Returns the address as typed on any keyboard: full-width letters become plain, blanks around it go. */
export function normaliseAddress(typed: string): string {
  return typed.normalize('NFKC').replace(/。/g, '.').trim();
}

/** Whether the text has the shape of an address; whether it exists is not for this page to know. */
export function looksLikeAddress(address: string): boolean {
  return address.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(address);
}

/** Returns at most six plain digits of what was typed, pasted or filled in: `１２３-456` gives `123456`. */
export function normaliseCode(typed: string): string {
  return typed.normalize('NFKC').replace(/\D/g, '').slice(0, 6);
}

/** Control characters, and those that steer the writing direction or are not shown: they can disguise a file's ending. */
const UNSEEN = /(?:[^\u0020-\u007e\u00a0-\uffff]|[\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff])+/g;

/** Returns a name for one line of the page. It is only ever put into text nodes. */
export function displayName(name: string): string {
  return name.replace(UNSEEN, ' ').replace(/\s+/g, ' ').trim();
}

/** Returns the handle in the page's path, or undefined when the link arrived damaged. */
export function handleInPath(path: string): string | undefined {
  const match = /^\/n\/([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])/.exec(path);
  return match === null ? undefined : match[1];
}
