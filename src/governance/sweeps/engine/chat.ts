/**
 * Recognises exports of conversations. Vendors have no one form for them; what programs and people export has in common is a line that begins or
 * ends with a date and a time of day beside a name, over and over. Docs: docs/sweeps.md.
 */
import type { SweepItem } from '../../../model/sweep.ts';

const TIME =
  /(?:19|20)\d\d[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?[ \tT]{1,3}(?:上午|下午|AM|PM)?\s?\d{1,2}:\d\d(?::\d\d)?/;
const LOOKED_AT = 512 * 1024;
const FEWEST = 3;
const LONGEST_HEAD = 120;

/** Returns the messages of a transcript, or null when the text is none. */
export function chatOf(text: string): SweepItem['chat'] {
  let [messages, lines] = [0, 0];
  let [from, until] = ['', ''];
  for (const line of text.slice(0, LOOKED_AT).split('\n')) {
    if (line.trim() === '') continue;
    lines += 1;
    const time = TIME.exec(line.slice(0, LONGEST_HEAD))?.[0];
    if (time === undefined) continue;
    messages += 1;
    const plain = time
      .replace(/[年月/.]/g, '-')
      .replace('日', '')
      .replace(/\s+/g, ' ');
    from = from === '' || plain < from ? plain : from;
    until = plain > until ? plain : until;
  }
  return messages >= FEWEST && messages * 4 >= lines ? { messages, from, until } : null;
}
