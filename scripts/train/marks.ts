/** Text with marked spans while it is put together, and the frames that it is put together from. */
import type { Random } from './random.ts';

/** Private-use characters: one opens a span of each entity (in the order of ENTITIES), one closes it. */
const OPEN = ['\ue001', '\ue002', '\ue003'];
const CLOSE = '\ue000';

export type Sample = {
  readonly text: string;
  readonly spans: readonly { readonly entity: number; readonly start: number; readonly end: number }[];
};

export const PERSON = 0;
export const ADDRESS = 1;
export const ORGANISATION = 2;

export function mark(entity: number, text: string): string {
  return `${OPEN[entity] ?? ''}${plain(text)}${CLOSE}`;
}

/** Removes the marks. */
export function plain(text: string): string {
  return text.replace(/[\ue000-\ue003]/g, '');
}

/** Takes the marks out and returns where they were. */
export function toSample(marked: string): Sample {
  let text = '';
  const spans: { entity: number; start: number; end: number }[] = [];
  let open: { entity: number; start: number } | null = null;
  for (const unit of marked) {
    const entity = OPEN.indexOf(unit);
    if (entity >= 0) open = { entity, start: text.length };
    else if (unit !== CLOSE) text += unit;
    else if (open !== null) {
      if (text.length > open.start) spans.push({ ...open, end: text.length });
      open = null;
    }
  }
  return { text, spans };
}

export type Slots = Readonly<Record<string, (random: Random) => string>>;

/** Fills a frame: `[a|b|c]` is one of three (nested too), `{NAME}` calls a slot. */
export function fill(frame: string, slots: Slots, random: Random): string {
  let text = frame;
  for (let match = /\[([^[\]]*)\]/.exec(text); match !== null; match = /\[([^[\]]*)\]/.exec(text))
    text =
      text.slice(0, match.index) + random.pick((match[1] ?? '').split('|')) + text.slice(match.index + match[0].length);
  return text.replace(/\{([A-Z0-9_]+)\}/g, (_, name: string) => {
    const slot = slots[name];
    if (slot === undefined) throw new RangeError(`no slot ${name} in ${frame}`);
    return slot(random);
  });
}

/** One frame a line; empty lines are left out. `\n` in a frame is a line end. */
export function frames(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim().replaceAll('\\n', '\n'))
    .filter((line) => line !== '');
}
