/** The text of slides as blocks: one page for each slide, with its number. */
import { type Block, paragraph } from '../text/blocks.ts';
import type { Parts } from './package.ts';
import { decodeXml, readXml } from './xml.ts';

const DEEPEST = 8;
const TITLE = 18;
const BODY = 12;

/** Returns the slides in the order in which they are shown. */
export function pptxBlocks(parts: Parts): readonly Block[] {
  return slideNames(parts).flatMap((name, i): Block[] => [
    ...(i > 0 ? [{ kind: 'page' } as const] : []),
    paragraph(String(i + 1), { grey: true, size: 9 }),
    ...slideBlocks(decodeXml(parts.get(name) ?? new Uint8Array())),
  ]);
}

function slideNames(parts: Parts): readonly string[] {
  const text = (name: string): string => decodeXml(parts.get(name) ?? new Uint8Array());
  const targets = new Map<string, string>();
  readXml(text('ppt/_rels/presentation.xml.rels'), {
    open: (_, attributes) => {
      const target = attributes.get('Target') ?? '';
      targets.set(attributes.get('Id') ?? '', target.startsWith('/') ? target.slice(1) : `ppt/${target}`);
    },
  });
  const names: string[] = [];
  // A slide has two ids; the one that leads to its part has a prefix, and comes second.
  const list = /<(?:\w+:)?sldIdLst\b[^]*?<\/(?:\w+:)?sldIdLst>/.exec(text('ppt/presentation.xml'))?.[0] ?? '';
  for (const [, id = ''] of list.matchAll(/\b\w+:id\s*=\s*["']([^"']*)["']/g)) {
    const name = targets.get(id) ?? '';
    if (parts.has(name)) names.push(name);
  }
  return names.length > 0 ? names : [...parts.keys()].filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name));
}

function slideBlocks(xml: string): readonly Block[] {
  const blocks: Block[] = [];
  let text = '';
  let level = 0;
  let title = false;
  let inText = false;
  let rows: string[][] | undefined;
  const endParagraph = (): void => {
    const row = rows?.at(-1);
    if (row !== undefined) {
      const cell = row.at(-1) ?? '';
      if (row.length > 0) row[row.length - 1] = cell === '' ? text : `${cell}\n${text}`;
    } else if (text.trim() !== '') {
      const how = title ? { size: TITLE, bold: true } : { size: BODY, indent: 16 + 16 * level, label: '•' };
      blocks.push(paragraph(text, { before: 6, ...how }));
    }
    text = '';
  };
  readXml(xml, {
    open: (name, attributes) => {
      if (name === 'sp') title = false;
      else if (name === 'ph') title = /^(?:title|ctrTitle)$/.test(attributes.get('type') ?? '');
      else if (name === 'p') level = 0;
      else if (name === 'pPr') level = Math.min(DEEPEST, Number(attributes.get('lvl')) || 0);
      else if (name === 'br') text += '\n';
      else if (name === 't') inText = true;
      else if (name === 'tbl') rows = [];
      else if (name === 'tr') rows?.push([]);
      else if (name === 'tc') rows?.at(-1)?.push('');
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'p') endParagraph();
      else if (name === 'tbl' && rows !== undefined) {
        blocks.push({ kind: 'table', rows, header: false, wrap: true });
        rows = undefined;
      }
    },
    text: (part) => {
      if (inText) text += part;
    },
  });
  return blocks;
}
