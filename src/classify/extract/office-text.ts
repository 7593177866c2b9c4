/** Text of WordprocessingML, PresentationML, charts and OpenDocument: paragraphs to lines, cells to tabs, rows to lines. */
import { attribute, walkXml } from './xml.ts';

const PARAGRAPHS = new Set(['w:p', 'a:p', 'text:p', 'text:h']);
const CELLS = new Set(['w:tc', 'a:tc', 'table:table-cell', 'table:covered-table-cell']);
const ROWS = new Set(['w:tr', 'a:tr', 'table:table-row']);
const TABS = new Set(['w:tab', 'text:tab', 'w:ptab']);
const BREAKS = new Set(['w:br', 'w:cr', 'a:br', 'text:line-break']);
/** Elements whose character data is text of the document; deleted text of tracked changes and field codes included. */
const TEXT = new Set([
  'w:t',
  'w:delText',
  'w:instrText',
  'w:delInstrText',
  'a:t',
  'c:v',
  'p:text',
  'm:t',
  'dgm:t',
  'vt:lpwstr',
  'vt:lpstr',
  'Company',
  'Manager',
]);

/** Returns the text. `everything`: all character data counts (metadata, OpenDocument), not only known text elements. */
export function officeText(xml: string, everything: boolean): string {
  const parts: string[] = [];
  let inText = 0;
  let cells = 0;
  const authors = new Set<string>();
  walkXml(xml, {
    open: (name, attributes, selfClosing) => {
      if (TEXT.has(name)) inText += 1;
      if (CELLS.has(name)) cells += 1;
      if (TABS.has(name) && !(name === 'w:tab' && attributes.includes('w:val'))) parts.push('\t');
      if (BREAKS.has(name)) parts.push(cells > 0 ? ' ' : '\n');
      if (name === 'text:s') parts.push(' ');
      pushAuthor(parts, authors, name, attributes);
      if (name.endsWith('docPr') || name.endsWith('cNvPr')) pushDescription(parts, attributes);
      if (everything && !selfClosing && name.startsWith('dc')) parts.push('\n');
    },
    close: (name) => {
      if (TEXT.has(name)) inText -= 1;
      if (name === 'c:v') parts.push('\t');
      if (PARAGRAPHS.has(name)) parts.push(cells > 0 ? ' ' : '\n');
      if (CELLS.has(name)) {
        cells -= 1;
        parts.push('\t');
      }
      if (ROWS.has(name) || name === 'c:ser' || name === 'p:txBody') parts.push('\n');
    },
    text: (text) => {
      if (inText > 0 || everything) parts.push(text);
    },
  });
  return parts
    .join('')
    .replace(/(?<! ) +\t/g, '\t')
    .replace(/(?<!\t)\t+\n/g, '\n');
}

/** Elements that say who commented or changed. */
const AUTHORED = /^(?:w:(?:comment|ins|del|moveFrom|moveTo)|p:cmAuthor|p188:author|person)$/;

/** Who it was, once each. */
function pushAuthor(parts: string[], authors: Set<string>, name: string, attributes: string): void {
  if (!AUTHORED.test(name)) return;
  const author = ['w:author', 'name', 'displayName']
    .map((key) => attribute(attributes, key))
    .find((one) => one !== null);
  if (author === undefined || author === null || author.trim() === '' || authors.has(author)) return;
  authors.add(author);
  parts.push(author, '\n');
}

/** Values that stand in attributes: the copy of a table that a pivot table brings along. */
export function cachedValues(xml: string): string {
  const values: string[] = [];
  walkXml(xml, {
    open: (name, attributes) => {
      if (name === 'r') values.push('\n');
      const value = /^(?:[sndbe]|cacheField)$/.test(name)
        ? attribute(attributes, name === 'cacheField' ? 'name' : 'v')
        : null;
      if (value !== null) values.push(value, '\t');
    },
    text: (text) => values.push(text),
  });
  return values.join('');
}

/** Alternative text of pictures is text that people wrote. */
function pushDescription(parts: string[], attributes: string): void {
  const description = attribute(attributes, 'descr');
  if (description !== null && description !== '') parts.push(description, '\n');
}

/** Returns the targets of external links (mail addresses, paths), one a line. */
export function externalTargets(xml: string): string {
  const targets: string[] = [];
  walkXml(xml, {
    open: (_name, attributes) => {
      const target = attribute(attributes, 'Target');
      if (target !== null && attribute(attributes, 'TargetMode') === 'External')
        targets.push(target.replace(/^mailto:/, ''));
    },
  });
  return targets.join('\n');
}
