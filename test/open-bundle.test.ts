import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findFaults, type OpenBundle, type OpenPart, readBundle } from '../scripts/check-open-bundle.ts';
import { buildPages } from './support/build-pages.ts';
import { classicPage } from '../web/open/vite/classic-page.ts';

const root = join(import.meta.dirname, '..');
let bundle: OpenBundle;

beforeAll(() => {
  buildPages();
  bundle = readBundle(join(root, 'dist/open'));
}, 60_000);

const withScript = (more: string): readonly string[] => findFaults({ ...bundle, script: `${bundle.script}\n${more}` });

describe('the recipient page as it is built', () => {
  it('is small, old enough, alone and without ways to markup', () => {
    expect(findFaults(bundle)).toEqual([]);
  });

  it.each([
    ['a?.b', 'not ES2017: ChainExpression'],
    ['a ?? b', 'not ES2017: a form of LogicalExpression'],
    ['a ||= b', 'not ES2017: a form of AssignmentExpression'],
    ['x = {...y}', 'not ES2017: a form of ObjectExpression'],
    ['var {a, ...b} = c', 'not ES2017: a form of ObjectPattern'],
    ['try { a() } catch { b() }', 'not ES2017: a form of CatchClause'],
    ['async function* f() {}', 'not ES2017: a form of FunctionDeclaration'],
    ['import("x")', 'not ES2017: ImportExpression'],
    ['class A { b = 1 }', 'not ES2017: PropertyDefinition'],
    ['x = 1n', 'not ES2017: a form of Literal'],
    ['x = 1_000', 'not ES2017: a form of Literal'],
    ['x = /(?<=a)b/', 'not ES2017: a form of Literal'],
    ['x = /\\p{L}/u', 'not ES2017: a form of Literal'],
    ['x = /./s', 'not ES2017: a form of Literal'],
    ['a.at(-1)', 'too young for the oldest browser: at'],
    ['a["replaceAll"](b, c)', 'too young for the oldest browser: replaceAll'],
    ['structuredClone(a)', 'too young for the oldest browser: structuredClone'],
    ['a.innerHTML = b', 'forbidden: innerHTML'],
    ['document.write(a)', 'forbidden: write'],
    ['eval(a)', 'forbidden: eval'],
    ['document.cookie', 'forbidden: cookie'],
    ['history.pushState(a, "", b)', 'forbidden: history with an address'],
    ['location.hash = a', 'forbidden: writing to the address'],
    ['fetch("https://example.com/x")', 'the script names https://example.com'],
    ['fetch("//example.com/x")', 'the script names //example.com'],
  ])('would not pass with `%s`', (more, fault) => {
    expect(withScript(more)).toContain(fault);
  });

  it('would not pass if it grew beyond its limit', () => {
    const noise = Array.from({ length: 9000 }, (_, i) => (i * 2_654_435_761) % 4_294_967_296).join(',');
    expect(withScript(`x = [${noise}]`).join()).toContain('bytes gzipped');
  });

  it('would not pass if nothing was read', () => {
    expect(findFaults({ html: '', script: '', style: '', parts: [] }).length).toBeGreaterThan(5);
  });

  it.each([
    ['a:is(b){}', 'too young or foreign in the style: :is('],
    ['a{width:min(1px,2px)}', 'too young or foreign in the style: min('],
    ['a{background:url(https://example.com/x.png)}', 'too young or foreign in the style: url('],
  ])('would not pass with the style `%s`', (more, fault) => {
    expect(findFaults({ ...bundle, style: bundle.style + more })).toContain(fault);
  });

  it.each([
    ['<meta property="og:title" content="x">', 'the page has preview tags'],
    ['<p onclick="x()">', 'the page has inline style or script'],
    ['<link rel="modulepreload" href="/x.js">', 'the page has module loading'],
    ['<img src="https://example.com/p.gif">', 'the page names https://example.com'],
  ])('would not pass with `%s` in the page', (more, fault) => {
    expect(findFaults({ ...bundle, html: bundle.html + more })).toContain(fault);
  });

  const withPart = (more: Partial<OpenPart>): readonly string[] =>
    findFaults({ ...bundle, parts: bundle.parts.map((part) => ({ ...part, ...more })) });

  it('holds its parts to the same rules', () => {
    expect(bundle.parts.length).toBeGreaterThan(0);
    const [first] = bundle.parts;
    expect(withPart({ script: `${first?.script}\na.innerHTML = b` })).toContain(
      `part ${first?.name}: forbidden: innerHTML`,
    );
    expect(withPart({ script: '' }).join()).toContain('syntax nodes');
    expect(withPart({ style: 'a:is(b){}' }).join()).toContain('in the style: :is(');
    expect(withPart({ name: 'unheard' })).toContain('part unheard: no rules for it');
    expect(findFaults({ ...bundle, html: bundle.html.replace(/part-/g, '') }).join()).toContain('does not name it');
  });

  it('uses no built-in that came after ES2017', () => {
    // The compiler knows every method of every edition; the bundle check knows only the worst of them.
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { status, stdout } = spawnSync(tsc, ['-p', join(root, 'web/open/tsconfig.json')], { encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, '']);
  });

  it('says nothing in its page that a preview could show', () => {
    expect(bundle.html.match(/<title>.*<\/title>/)?.[0]).toBe('<title>Sealed notice</title>');
    expect(bundle.html).not.toMatch(/description|entrepot/i);
  });
});

describe('classicPage', () => {
  it('refuses a page with a second script or without a stylesheet', () => {
    const script = '<script type="module" crossorigin src="/open/assets/a-1.js"></script>';
    const style = '<link rel="stylesheet" crossorigin href="/open/assets/a-1.css">';
    expect(classicPage(script + style)).toContain('<script defer src="/open/assets/a-1.js">');
    expect(() => classicPage(script)).toThrow('one script and one stylesheet');
    expect(() => classicPage(script + script + style)).toThrow('one script and one stylesheet');
  });
});
