/** How long a short message may be: 160 characters of the GSM 7-bit alphabet, or 70 UTF-16 units otherwise (3GPP TS 23.038, 23.040). */
import { clip } from '../text.ts';

/** The default alphabet (3GPP TS 23.038 section 6.2.1). */
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** The extension table (section 6.2.1.1): each takes two places. */
const GSM_EXTENDED = '^{}\\[~]|€';

/** Returns how many septets the text takes, or undefined when a character is not in the alphabet. */
export function gsmLength(text: string): number | undefined {
  let septets = 0;
  for (const character of text) {
    if (GSM_BASIC.includes(character)) septets += 1;
    else if (GSM_EXTENDED.includes(character)) septets += 2;
    else return undefined;
  }
  return septets;
}

/** Tells whether the text goes out as one message. */
export function isOneMessage(text: string): boolean {
  const septets = gsmLength(text);
  return septets === undefined ? text.length <= 70 : septets <= 160;
}

export type Writer = (name: string) => string;

/**
 * Returns the text of one message: by the first writer with which the whole name fits, else by the last one with the name shortened;
 * undefined when even one character of the name is too much.
 */
export function fitName(name: string, writers: readonly Writer[]): string | undefined {
  const whole = writers.map((write) => write(name)).find(isOneMessage);
  if (whole !== undefined) return whole;
  const write = writers.at(-1);
  return write === undefined ? undefined : withShortenedName(name, write);
}

function withShortenedName(name: string, write: Writer): string | undefined {
  // A name in the GSM alphabet is shortened with full stops: the ellipsis would turn the whole message into UCS-2.
  const mark = gsmLength(name) === undefined ? '…' : '...';
  for (let room = name.length - 1; room > 0; room -= 1) {
    const shortened = clip(name, room, mark);
    if (shortened === '') return undefined;
    const text = write(shortened);
    if (isOneMessage(text)) return text;
  }
  return undefined;
}
