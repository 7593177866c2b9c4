/**
 * Checks the built recipient page: small, one classic script of ES2017, nothing from elsewhere, no way to turn text into markup,
 * nothing personal kept. `node scripts/check-open-bundle.ts [folder]` prints the faults and fails if there are any.
 *
 * ES2017 is checked on the syntax tree of Vite's own parser (Oxc) against a closed list of node types, because that parser has no
 * setting for an older edition: whatever is not on the list is a fault, today's syntax and tomorrow's alike.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';

export const MAX_GZIP_BYTES = 30_000;

export type OpenBundle = { readonly html: string; readonly script: string; readonly style: string };
type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

/** ESTree node types of ECMAScript 2017, without modules. */
const ES2017_NODES = new Set(
  `Program ExpressionStatement BlockStatement EmptyStatement DebuggerStatement ReturnStatement LabeledStatement BreakStatement
   ContinueStatement IfStatement SwitchStatement SwitchCase ThrowStatement TryStatement CatchClause WhileStatement DoWhileStatement
   ForStatement ForInStatement ForOfStatement FunctionDeclaration VariableDeclaration VariableDeclarator ThisExpression
   ArrayExpression ObjectExpression Property FunctionExpression UnaryExpression UpdateExpression BinaryExpression
   AssignmentExpression LogicalExpression MemberExpression ConditionalExpression CallExpression NewExpression SequenceExpression
   ArrowFunctionExpression YieldExpression TemplateLiteral TaggedTemplateExpression TemplateElement ObjectPattern ArrayPattern
   RestElement SpreadElement AssignmentPattern ClassDeclaration ClassExpression ClassBody MethodDefinition MetaProperty Super
   AwaitExpression Identifier Literal`.split(/\s+/),
);

/** Built-in names that Chromium 69 or iOS 12 does not have. A closed list cannot be made of methods; the compiler checks `lib` too. */
const YOUNG_NAMES = new Set(
  `at replaceAll fromEntries matchAll allSettled hasOwn structuredClone globalThis queueMicrotask replaceChildren requestSubmit
   randomUUID findLast findLastIndex toSorted toReversed toSpliced groupBy dateStyle timeStyle ListFormat RelativeTimeFormat
   DisplayNames Segmenter WeakRef BigInt showModal showPicker inert checkVisibility scrollend isWellFormed toWellFormed`.split(
    /\s+/,
  ),
);

/** Ways from text to markup or code, and ways to keep or send things that this page does not need. */
const FORBIDDEN_NAMES = new Set(
  `innerHTML outerHTML insertAdjacentHTML setHTML setHTMLUnsafe write writeln createContextualFragment DOMParser srcdoc eval Function
   importScripts Worker SharedWorker WebSocket EventSource XMLHttpRequest sendBeacon indexedDB caches cookie cookieStore
   postMessage serviceWorker`.split(/\s+/),
);

const YOUNG_STYLE =
  /:is\(|:where\(|:has\(|\b(?:clamp|min|max|light-dark|color-mix|oklch|oklab)\(|[;{]inset:|aspect-ratio|@layer|@container|\d[dsl]v[hw]\b|@import|url\(/g;

/** Returns what is wrong with the bundle, in words; nothing when all is well. */
export function findFaults(bundle: OpenBundle): readonly string[] {
  const gzipped = gzipSync(bundle.script).length + gzipSync(bundle.style).length;
  const size =
    gzipped > MAX_GZIP_BYTES ? [`script and style are ${gzipped} bytes gzipped, more than ${MAX_GZIP_BYTES}`] : [];
  return [...size, ...scriptFaults(bundle.script), ...styleFaults(bundle.style), ...pageFaults(bundle.html)];
}

/** Reads a build folder. @throws Error when it does not hold exactly one page, one script and one stylesheet. */
export function readBundle(folder: string): OpenBundle {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const read = (ending: string): string => {
    const found = files.filter((file) => file.name.endsWith(ending));
    if (found.length !== 1) throw new Error(`expected one ${ending} file in ${folder}, found ${found.length}`);
    return readFileSync(join(found[0]!.parentPath, found[0]!.name), 'utf8');
  };
  if (files.length !== 3) throw new Error(`expected three files in ${folder}, found ${files.length}`);
  return { html: read('.html'), script: read('.js'), style: read('.css') };
}

function scriptFaults(script: string): readonly string[] {
  const faults = new Set<string>();
  let seen = 0;
  walk(parseAst(script, { lang: 'js', sourceType: 'script' }), (node) => {
    seen += 1;
    for (const fault of nodeFaults(node)) faults.add(fault);
  });
  // A check that looked at nothing must not pass.
  if (seen < 1000) faults.add(`the script has only ${seen} syntax nodes`);
  for (const address of foreignAddresses(script)) faults.add(`the script names ${address}`);
  return [...faults];
}

function* nodeFaults(node: Node): Generator<string> {
  if (!ES2017_NODES.has(node.type)) yield `not ES2017: ${node.type}`;
  if (isYoungForm(node)) yield `not ES2017: a form of ${node.type}`;
  const name = spokenName(node);
  if (YOUNG_NAMES.has(name)) yield `too young for the oldest browser: ${name}`;
  if (FORBIDDEN_NAMES.has(name)) yield `forbidden: ${name}`;
  if (/^(?:push|replace)State$/.test(calledName(node)) && (node['arguments'] as unknown[]).length !== 2)
    yield 'forbidden: history with an address';
  if (node.type === 'AssignmentExpression' && /^(?:location|hash|search|href)$/.test(nameOf(node['left'] as Node)))
    yield 'forbidden: writing to the address';
}

/** Node types that are old with forms that are not (each edition's additions to existing nodes). */
function isYoungForm(node: Node): boolean {
  switch (node.type) {
    case 'LogicalExpression':
      return node['operator'] === '??';
    case 'AssignmentExpression':
      return ['??=', '||=', '&&='].includes(String(node['operator']));
    case 'CatchClause':
      return node['param'] === null;
    case 'ForOfStatement':
      return node['await'] === true;
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return node['async'] === true && node['generator'] === true;
    case 'ObjectExpression':
    case 'ObjectPattern':
      return (node['properties'] as Node[]).some((one) => one.type === 'SpreadElement' || one.type === 'RestElement');
    case 'Literal':
      return isYoungLiteral(node);
    default:
      return false;
  }
}

function isYoungLiteral(node: Node): boolean {
  const { raw, bigint, regex } = node as { raw?: string; bigint?: string; regex?: { pattern: string; flags: string } };
  if (bigint !== undefined && bigint !== null) return true;
  if (regex !== undefined && regex !== null) return /[sdv]/.test(regex.flags) || /\(\?<|\\p\{|\\k</.test(regex.pattern);
  return typeof node['value'] === 'number' && (raw ?? '').includes('_');
}

function nameOf(node: Node): string {
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type === 'MemberExpression') return nameOf(node['property'] as Node);
  return '';
}

/** The name of a member or of a free identifier; short identifiers are the minifier's own. */
function spokenName(node: Node): string {
  if (node.type === 'MemberExpression') return node['computed'] === true ? literalText(node['property']) : nameOf(node);
  return node.type === 'Identifier' && String(node['name']).length > 3 ? String(node['name']) : '';
}

function literalText(node: unknown): string {
  const { type, value } = node as { type: string; value?: unknown };
  return type === 'Literal' ? String(value) : '';
}

function calledName(node: Node): string {
  return node.type === 'CallExpression' ? nameOf(node['callee'] as Node) : '';
}

function walk(node: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(node)) for (const one of node) walk(one, visit);
  if (typeof node !== 'object' || node === null || !('type' in node) || typeof node.type !== 'string') return;
  visit(node as Node);
  for (const [key, value] of Object.entries(node)) if (key !== 'type') walk(value, visit);
}

function foreignAddresses(text: string): readonly string[] {
  return (text.match(/(?:https?:|wss?:)?\/\/[\w-]+(?:\.[\w-]+)+/g) ?? []).filter((one) => one !== 'http://www.w3.org');
}

function styleFaults(style: string): readonly string[] {
  const young = (style.match(YOUNG_STYLE) ?? []).map((one) => `too young or foreign in the style: ${one}`);
  return [...young, ...foreignAddresses(style).map((address) => `the style names ${address}`)];
}

function pageFaults(html: string): readonly string[] {
  const must = [
    ['<title>Sealed notice</title>', 'the neutral title'],
    ['<meta name="robots" content="noindex', 'noindex'],
    ['<meta charset="utf-8"', 'the character set'],
    ['<script defer src="/open/assets/', 'one classic script'],
    ['<link rel="stylesheet" href="/open/assets/', 'one stylesheet'],
  ] as const;
  const missing = must.filter(([mark]) => !html.includes(mark)).map(([, what]) => `the page lacks ${what}`);
  const never = [
    [/property="?og:|name="?twitter:/i, 'preview tags'],
    [/type="module"|crossorigin|modulepreload/, 'module loading'],
    [/<style|\sstyle=|\son\w+=|<script(?! defer src=)/, 'inline style or script'],
  ] as const;
  const wrong = never.filter(([mark]) => mark.test(html)).map(([, what]) => `the page has ${what}`);
  return [...missing, ...wrong, ...foreignAddresses(html).map((address) => `the page names ${address}`)];
}

if (import.meta.main) {
  const folder = process.argv[2] ?? join(import.meta.dirname, '../dist/open');
  const bundle = readBundle(folder);
  const faults = findFaults(bundle);
  for (const fault of faults) console.error(fault);
  console.log(`script ${gzipSync(bundle.script).length} + style ${gzipSync(bundle.style).length} bytes gzipped`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
