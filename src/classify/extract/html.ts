/** Text of HTML: tags away, blocks to lines, cells to tabs, addresses of mail links and alternative texts kept. */
import { decodeEntities } from './entities.ts';

const BLOCK =
  /^\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|pre|hr|title|option)$/i;
const CELL = /^\/(?:td|th)$/i;
const SKIPPED = /^(?:script|style)$/i;

/** Addresses of links, and attributes that people wrote: seen, spoken or sent along. Values of fields too, hidden ones as well. */
const KEPT =
  /\s(?:href\s*=\s*["']?(?:mailto|tel):([^"'?>\s]{1,254})|(?:alt|title|value|content|aria-label|placeholder)\s*=\s*(?:"([^"]{1,500})"|'([^']{1,500})'))/gi;
const LONGEST_TAG = 4000;

/** Linear: each bracket is looked at once; an unclosed tag ends the text. */
export function htmlText(html: string): string {
  const parts: string[] = [];
  let at = 0;
  let lower: string | undefined;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      parts.push(html.slice(at));
      break;
    }
    parts.push(html.slice(at, open));
    const close = html.startsWith('<!--', open) ? html.indexOf('-->', open) + 2 : html.indexOf('>', open);
    if (close <= open + 1) {
      parts.push(html.slice(open + 1));
      break;
    }
    at = close + 1;
    const tag = html.slice(open + 1, close);
    // What is commented out goes along with the file and is seen by whoever looks at its source.
    if (tag.startsWith('!--') && !tag.startsWith('!--[if')) parts.push('\n', tag.slice(3, -2), '\n');
    const name = /^\/?[A-Za-z][A-Za-z0-9]*/.exec(tag)?.[0] ?? '';
    if (SKIPPED.test(name)) {
      lower ??= html.toLowerCase();
      at = skipElement(lower, at, name);
    }
    parts.push(replacement(name, tag));
  }
  return decodeEntities(parts.join(''))
    .replace(/(?<![ \t])[ \t]*\n[ \t\n]*/g, '\n')
    .trim();
}

function replacement(name: string, tag: string): string {
  if (BLOCK.test(name)) return '\n';
  if (CELL.test(name)) return '\t';
  const kept = [...tag.slice(0, LONGEST_TAG).matchAll(KEPT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  return kept.length === 0 ? '' : ` ${kept.join(' ')} `;
}

function skipElement(html: string, from: number, name: string): number {
  const end = html.indexOf(`</${name.toLowerCase()}`, from);
  return end === -1 ? html.length : end;
}
