/** Text of HTML: tags away, blocks to lines, cells to tabs, addresses of mail links and alternative texts kept. */
import { decodeEntities } from './entities.ts';

const BLOCK =
  /^\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|header|footer|blockquote|pre|hr|title|option)$/i;
const CELL = /^\/(?:td|th)$/i;
const SKIPPED = /^(?:script|style)$/i;

/** Linear: each bracket is looked at once; an unclosed tag ends the text. */
export function htmlText(html: string): string {
  const parts: string[] = [];
  let at = 0;
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
    const name = /^\/?[A-Za-z][A-Za-z0-9]*/.exec(tag)?.[0] ?? '';
    if (SKIPPED.test(name)) at = skipElement(html, at, name);
    parts.push(replacement(name, tag));
  }
  return decodeEntities(parts.join(''))
    .replace(/[ \t]*\n[ \t\n]*/g, '\n')
    .trim();
}

function replacement(name: string, tag: string): string {
  if (BLOCK.test(name)) return '\n';
  if (CELL.test(name)) return '\t';
  const kept = /\s(?:href\s*=\s*["']?mailto:([^"'?>\s]{1,254})|(?:alt|title)\s*=\s*"([^"]{1,500})")/i.exec(tag);
  return kept === null ? '' : ` ${kept[1] ?? kept[2] ?? ''} `;
}

function skipElement(html: string, from: number, name: string): number {
  const end = html.toLowerCase().indexOf(`</${name.toLowerCase()}`, from);
  return end === -1 ? html.length : end;
}
