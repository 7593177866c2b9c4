/**
 * Checks the built recipient page: small, one classic script of ES2017, nothing from elsewhere, no way to turn text into markup,
 * nothing personal kept; its optional parts likewise. `node scripts/check-open-bundle.ts [folder]` prints the faults and fails if there are any.
 *
 * ES2017 is checked on the syntax tree of Vite's own parser (Oxc) against a closed list of node types, because that parser has no
 * setting for an older edition: whatever is not on the list is a fault, today's syntax and tomorrow's alike.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';

export const MAX_GZIP_BYTES = 30_000;

/**
 * What a part may have that the page may not. `names` are of YOUNG_NAMES or FORBIDDEN_NAMES, `faults` whole faults of its syntax: the part
 * is then offered only where the browser has what it needs.
 */
type PartRules = { readonly maxGzip: number; readonly names?: readonly string[]; readonly faults?: readonly string[] };

/** Every part has its line here. */
const PARTS: Readonly<Record<string, PartRules>> = {
  // Where the browser keeps no key its device stays unknown.
  delivery: { maxGzip: 12_000, names: ['indexedDB'] },
  // The library that draws QR codes has a member of that name.
  identity: { maxGzip: 20_000, names: ['Function'] },
  factors: { maxGzip: 20_000, names: ['Function'] },
  // Offered only where the browser has BigInt (Chromium 67).
  passphrase: { maxGzip: 26_000, names: ['BigInt', 'hasOwn'] },
  requests: { maxGzip: 14_000 },
  viewer: { maxGzip: 20_000 },
};

export type OpenPart = { readonly name: string; readonly script: string; readonly style: string };
export type OpenBundle = {
  readonly html: string;
  readonly script: string;
  readonly style: string;
  readonly parts: readonly OpenPart[];
};
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
  return [
    ...sizeFaults('script and style are', bundle, MAX_GZIP_BYTES),
    ...scriptFaults(bundle.script),
    ...styleFaults(bundle.style),
    ...pageFaults(bundle.html),
    ...bundle.parts.flatMap((part) => partFaults(part, bundle.html).map((fault) => `part ${part.name}: ${fault}`)),
  ];
}

/** Reads a build folder. @throws Error when it does not hold exactly one page, one script, one stylesheet and parts. */
export function readBundle(folder: string): OpenBundle {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const read = (known: RegExp, atLeast: 0 | 1 = 1): string => {
    const found = files.filter((file) => known.test(file.name));
    if (found.length > 1 || found.length < atLeast)
      throw new Error(`expected one ${known.source} in ${folder}, found ${found.length}`);
    return found.map((file) => readFileSync(join(file.parentPath, file.name), 'utf8')).join('');
  };
  const names = [...new Set(files.flatMap((file) => /^part-([a-z]+)-/.exec(file.name)?.[1] ?? []))];
  const parts = names.map((name) => ({
    name,
    script: read(new RegExp(`^part-${name}-.*\\.js$`)),
    style: read(new RegExp(`^part-${name}-.*\\.css$`), 0),
  }));
  const whole = files.filter((file) => !file.name.startsWith('part-'));
  if (whole.length !== 3) throw new Error(`expected three files in ${folder}, found ${whole.length}`);
  return { html: read(/\.html$/), script: read(/^(?!part-).*\.js$/), style: read(/^(?!part-).*\.css$/), parts };
}

function sizeFaults(
  what: string,
  { script, style }: Pick<OpenPart, 'script' | 'style'>,
  most: number,
): readonly string[] {
  const gzipped = gzippedSize(script) + gzippedSize(style);
  return gzipped > most ? [`${what} ${gzipped} bytes gzipped, more than ${most}`] : [];
}

function gzippedSize(text: string): number {
  return text === '' ? 0 : gzipSync(text).length;
}

function partFaults(part: OpenPart, html: string): readonly string[] {
  const rules = PARTS[part.name];
  if (rules === undefined) return ['no rules for it'];
  const named = html.includes(`<meta name="part-${part.name}" content="/open/assets/part-${part.name}-`);
  const allowed = new Set([
    ...(rules.faults ?? []),
    ...(rules.names ?? []).flatMap((name) => [`too young for the oldest browser: ${name}`, `forbidden: ${name}`]),
  ]);
  return [
    ...(named ? [] : ['the page does not name it']),
    ...sizeFaults('it is', part, rules.maxGzip),
    ...scriptFaults(part.script, 30).filter((fault) => !allowed.has(fault)),
    ...styleFaults(part.style),
  ];
}

/** @param atLeast - Syntax nodes: a check that looked at nothing must not pass. */
function scriptFaults(script: string, atLeast = 1000): readonly string[] {
  const faults = new Set<string>();
  let seen = 0;
  walk(parseAst(script, { lang: 'js', sourceType: 'script' }), (node) => {
    seen += 1;
    for (const fault of nodeFaults(node)) faults.add(fault);
  });
  if (seen < atLeast) faults.add(`the script has only ${seen} syntax nodes`);
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
  console.log(`script ${gzippedSize(bundle.script)} + style ${gzippedSize(bundle.style)} bytes gzipped`);
  for (const { name, script, style } of bundle.parts)
    console.log(`part ${name}: script ${gzippedSize(script)} + style ${gzippedSize(style)} bytes gzipped`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
