/** Markdown as blocks: headings, lists, tables, code, quotations. What stands inside a line is shown without its signs; HTML is shown as it is written. */
import { BODY, type Block, paragraph } from './blocks.ts';

const HEADINGS = [20, 17, 14.5, 12.5, 11.5, BODY];
const CODE = 9;

/** Returns the blocks of a Markdown text. One pass, line by line. */
export function markdownBlocks(text: string): readonly Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let loose: string[] = [];
  const flush = (): void => {
    if (loose.length > 0) blocks.push(paragraph(inline(joined(loose)), { before: 5 }));
    loose = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const many = codeAt(lines, at) ?? tableAt(lines, at);
    const one = many === undefined ? single(line) : undefined;
    if (many !== undefined || one !== undefined || line.trim() === '') flush();
    if (many !== undefined) {
      blocks.push(...many.blocks);
      at = many.last;
    } else if (one !== undefined) blocks.push(one);
    else if (line.trim() !== '') loose.push(line.trim());
  }
  flush();
  return blocks;
}

/** Lines of Chinese are joined without a space. */
function joined(lines: readonly string[]): string {
  return lines.join(' ').replace(/(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])/g, '');
}

function single(line: string): Block | undefined {
  const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading !== null) {
    const size = HEADINGS[(heading[1] ?? '').length - 1] ?? BODY;
    return paragraph(inline(heading[2] ?? ''), { size, bold: true, before: size * 0.6 });
  }
  if (/^ {0,3}([-*_])(?:\s*\1){2,}\s*$/.test(line)) return { kind: 'rule' };
  const item = /^(\s{0,40})([-*+]|\d{1,9}[.)])\s+(.*)$/.exec(line);
  if (item !== null) {
    const depth = Math.floor((item[1] ?? '').replaceAll('\t', '    ').length / 2);
    const label = /^\d/.test(item[2] ?? '') ? (item[2] ?? '') : '•';
    return paragraph(inline(item[3] ?? ''), { indent: 20 + 14 * Math.min(depth, 8), label, before: 2 });
  }
  const quote = /^ {0,3}>\s?(.*)$/.exec(line);
  return quote === null ? undefined : paragraph(inline(quote[1] ?? ''), { indent: 20, grey: true });
}

type Several = { readonly blocks: readonly Block[]; readonly last: number };

function codeAt(lines: readonly string[], at: number): Several | undefined {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(lines[at] ?? '')?.[1];
  if (fence === undefined) return undefined;
  let last = at + 1;
  while (last < lines.length && !(lines[last] ?? '').trimStart().startsWith(fence)) last += 1;
  const code = lines.slice(at + 1, last).map((line) => paragraph(line, { size: CODE, indent: 14 }));
  return { blocks: code, last };
}

function tableAt(lines: readonly string[], at: number): Several | undefined {
  if (!(lines[at] ?? '').includes('|') || !/^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? ''))
    return undefined;
  if (!(lines[at + 1] ?? '').includes('|')) return undefined;
  let last = at + 1;
  while ((lines[last + 1] ?? '').includes('|')) last += 1;
  const rows = lines.slice(at, last + 1).filter((_, i) => i !== 1);
  return { blocks: [{ kind: 'table', rows: rows.map(cellsOf), header: true, wrap: true }], last };
}

function cellsOf(line: string): readonly string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => inline(cell.trim().replaceAll('\\|', '|')));
}

/** Emphasis and code lose their signs, a link becomes its text and its address. */
function inline(text: string): string {
  return text
    .replace(/!?\[([^[\]\n]{0,500})\]\(([^)\s]{0,2000})[^)]{0,500}\)/g, (_, label: string, target: string) =>
      label === target || target === '' ? label : `${label} (${target})`,
    )
    .replace(/(\*\*|__)(?=\S)([^*_\n]{1,2000}?)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=\S)([^*\n]{1,2000}?)\*(?![\w*])/g, '$1')
    .replace(/`([^`\n]{1,2000})`/g, '$1');
}
