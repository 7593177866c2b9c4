/** Text made safe for a place: one line, a limited length, no markup of its own. */

/** Characters that end a line, steer the writing direction or are not shown at all. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Returns the text on one line, without control, format and direction characters; lone surrogates are dropped. */
export function oneLine(text: string): string {
  return text.replace(UNSEEN, ' ').replace(/\s+/gu, ' ').trim();
}

/** Returns at most `maxUnits` UTF-16 units, cut between visible characters and ended with `mark` when something was cut. */
export function clip(text: string, maxUnits: number, mark = '…'): string {
  if (text.length <= maxUnits) return text;
  const room = maxUnits - mark.length;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > room) break;
    kept += segment;
  }
  return kept.length === 0 ? '' : kept.trimEnd() + mark;
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Returns text for an HTML element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML[character] ?? '');
}

const WIDE: Readonly<Record<string, string>> = {
  '[': '［',
  ']': '］',
  '<': '＜',
  '>': '＞',
  '`': '｀',
  '*': '＊',
  _: '＿',
  '#': '＃',
  '|': '｜',
  '~': '～',
  '\\': '＼',
  '!': '！',
};

/** Returns text without Markdown of its own. Full-width twins instead of backslashes: DingTalk shows a backslash as it is. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[[\]<>`*_#|~\\!]/g, (character) => WIDE[character] ?? '');
}

/** Tells whether the host is this machine: the only place that may be reached without TLS. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
