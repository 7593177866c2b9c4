/** Text of pictures, by whoever can recognise it. What nobody looked at, or what gave nothing, is unread. */
import { KIB } from '../../base/units.ts';
import { type Budget, type Extraction, type Guess, readable, type Recognition, unreadable } from './result.ts';

/** Nothing that a person could read fits into fewer pixels: bullets, lines, pixels that count readers. */
const ICON_SIDE = 32;
/** Logos and signatures of mails; with no more text than this, whether it was read rightly decides nothing. */
const SMALL_BYTES = 20 * KIB;
const SMALL_TEXT = 40;
const LEAST_CONFIDENCE = 40;

/** Whether a text is more than what dust and patterns are taken for. */
export function isPlausible({ text, confidence }: Guess): boolean {
  return confidence >= LEAST_CONFIDENCE && (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= 3;
}

/** A picture that is a file, or a file in another one. */
export async function readPicture(bytes: Uint8Array, contentType: string, budget: Budget): Promise<Extraction> {
  if (isIcon(bytes)) return readable('', contentType, null);
  const guess = await recognise(bytes, budget.recognition);
  if (guess === undefined) return unreadable('unreadable.image', contentType);
  if (isPlausible(guess)) return readable(guess.text, contentType, null);
  const isDecoration = budget.depthLeft < budget.limits.depth && bytes.length <= SMALL_BYTES;
  return isDecoration ? readable('', contentType, null) : unreadable('unreadable.image', contentType);
}

/** Returns what was recognised; undefined when nobody can, or no more may be. */
export async function recognise(bytes: Uint8Array, recognition: Recognition | undefined): Promise<Guess | undefined> {
  if (recognition === undefined || recognition.left <= 0) return undefined;
  recognition.left -= 1;
  const guess = await recognition.recogniser.picture(bytes);
  if (guess === undefined) return undefined;
  if (bytes.length > SMALL_BYTES || guess.text.length > SMALL_TEXT) recognition.guessed = true;
  return guess;
}

/** PNG and GIF say their size at a fixed place. */
function isIcon(bytes: Uint8Array): boolean {
  if (bytes.length < 26) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0x89) return Math.min(view.getUint32(16), view.getUint32(20)) < ICON_SIDE;
  return bytes[0] === 0x47 && Math.min(view.getUint16(6, true), view.getUint16(8, true)) < ICON_SIDE;
}
