/** Small changes to XML that leave everything else as it is, byte for byte. */
import { decodeEntities } from '../extract/entities.ts';

export type Change = (text: string) => string;

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '');
}

/** Changes what stands between tags. */
export function changeTexts(xml: string, change: Change): string {
  return xml.replace(/>([^<]+)</g, (whole, text: string) => {
    if (text.trim() === '') return whole;
    const old = decodeEntities(text);
    const now = change(old);
    return now === old ? whole : `>${escapeXml(now)}<`;
  });
}

/** Changes values of attributes. Declarations of names (`xmlns`) are addresses of nobody. */
export function changeAttributes(xml: string, change: Change): string {
  return xml.replace(/<[A-Za-z][^<>]*>/g, (tag) =>
    tag.replace(
      /(\s)([\w:.-]+)(\s*=\s*)(?:"([^"]*)"|'([^']*)')/g,
      (whole, space: string, name: string, mark: string, a?: string, b?: string) => {
        if (name.startsWith('xmlns')) return whole;
        const old = decodeEntities(a ?? b ?? '');
        const now = change(old);
        return now === old ? whole : `${space}${name}${mark}"${escapeXml(now)}"`;
      },
    ),
  );
}

const RUN = /(<((?:\w+:)?)t(?:\s[^<>]*)?(?<!\/)>)([^<]*)(<\/\2t>)/g;

/** The text of all runs (`t`) in a piece of XML; how they are spelt aloud (`rPh`) does not belong to it. */
export function runText(xml: string): string {
  return [...withoutPhonetics(xml).matchAll(RUN)].map((match) => decodeEntities(match[3] ?? '')).join('');
}

function withoutPhonetics(xml: string): string {
  return xml.replace(/<((?:\w+:)?)rPh\b[\s\S]*?<\/\1rPh>/g, '');
}

function containerPattern(container: string): RegExp {
  return new RegExp(`<((?:\\w+:)?)${container}(?:\\s[^<>]*)?(?<!\\/)>[\\s\\S]*?<\\/\\1${container}>`, 'g');
}

export function containersOf(xml: string, container: string): string[] {
  return [...xml.matchAll(containerPattern(container))].map((match) => match[0]);
}

/** Changes what the runs of each container say together: a word may be cut into several. The new text stands in the first of them. */
export function changeRuns(xml: string, container: string, change: Change): string {
  return xml.replace(containerPattern(container), (whole) => {
    const old = runText(whole);
    const now = change(old);
    if (now === old) return whole;
    let isFirst = true;
    return withoutPhonetics(whole).replace(RUN, (_all, open: string, _prefix: string, _text: string, close: string) => {
      const text = isFirst ? escapeXml(now) : '';
      isFirst = false;
      return open + text + close;
    });
  });
}
