/**
 * The direction of imports, and sizes. The table is the one in ARCHITECTURE.md. Every check asserts that it looked at something:
 * a check that read nothing would be green as well.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAY_IMPORT } from './support/import-table.ts';

const ROOT = join(import.meta.dirname, '..');
const WEB_MAY_IMPORT = ['base', 'model', 'seal', 'classify', 'policy', 'audit-log'];
/** Pure folders: files whose name says so may use Node, the others run in a browser. */
const BROWSER_SAFE = ['model', 'classify', 'policy', 'seal', 'calendar', 'audit-log'];
const NODE_FILE = /(-node|node-crypto)\.ts$/;
const NODE_IN_BASE = new Set(['catalogue-node.ts', 'logger.ts']);

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

function sources(folder: string): Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|prop\.test|bench)\.tsx?$/.test(entry.name),
    )
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, 'utf8');
      return { path: relative(ROOT, path), text, imports: importsOf(text) };
    });
}

/** Static, re-exporting and dynamic imports with a literal; types count as well. */
function importsOf(text: string): string[] {
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** `src/transfers/submit.ts` -> `transfers`; `src/config.ts` -> `config.ts`. */
function unitOf(path: string): string {
  return path.split('/')[1] ?? '';
}

function targetOf(source: Source, specifier: string): string | undefined {
  return specifier.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(source.path), specifier)) : undefined;
}

const src = sources('src');
const web = sources('web');

describe('the direction of imports', () => {
  it('has a row in the table for every folder under src, and read files from each', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .map((entry) => entry.name)
      .filter((name) => !name.startsWith('.'));
    expect(folders.toSorted()).toEqual(Object.keys(MAY_IMPORT).toSorted());
    for (const folder of folders)
      expect(src.filter((source) => unitOf(source.path) === folder).length, folder).toBeGreaterThan(0);
    expect(src.flatMap((source) => source.imports).length).toBeGreaterThan(500);
  });

  it('is kept by every file under src', () => {
    const broken = src.flatMap((source) => {
      const allowed = MAY_IMPORT[unitOf(source.path)] ?? [];
      return source.imports.flatMap((specifier) => {
        const target = targetOf(source, specifier);
        if (target === undefined || unitOf(target) === unitOf(source.path)) return [];
        const inside =
          target.startsWith('src/') &&
          (allowed.includes(unitOf(target)) || allowed.includes(target.slice('src/'.length)));
        return inside ? [] : [`${source.path} -> ${target}`];
      });
    });
    expect(broken).toEqual([]);
  });

  it('lets the web import only what runs in a browser', () => {
    expect(web.length).toBeGreaterThan(20);
    const broken = web.flatMap((source) =>
      source.imports.flatMap((specifier) => {
        const target = targetOf(source, specifier);
        if (target === undefined || target.startsWith('web/') || target.startsWith('locales/')) return [];
        return WEB_MAY_IMPORT.includes(unitOf(target)) && !NODE_FILE.test(target)
          ? []
          : [`${source.path} -> ${target}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('keeps node: modules out of the pure folders', () => {
    const pure = src.filter((source) => BROWSER_SAFE.includes(unitOf(source.path)) || unitOf(source.path) === 'base');
    expect(pure.length).toBeGreaterThan(100);
    const broken = pure.filter((source) => {
      const name = source.path.split('/').at(-1) ?? '';
      if (NODE_FILE.test(name) || (unitOf(source.path) === 'base' && NODE_IN_BASE.has(name))) return false;
      return source.imports.some((specifier) => specifier.startsWith('node:'));
    });
    expect(broken.map((source) => source.path)).toEqual([]);
  });

  it('has no cycles between files', () => {
    const graph = new Map(
      src.map((source) => [source.path, source.imports.flatMap((one) => targetOf(source, one) ?? [])]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
        return;
      }
      if (done.has(path)) return;
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) visit(path, []);
    expect(graph.size).toBeGreaterThan(200);
    expect(cycles).toEqual([]);
  });
});

describe('the shape of files', () => {
  const all = [...src, ...web];

  it('is at most 400 lines each', () => {
    expect(all.length).toBeGreaterThan(250);
    expect(all.filter((source) => source.text.split('\n').length > 401).map((source) => source.path)).toEqual([]);
  });

  it('has no utils and no barrels but the two public ones', () => {
    const names = all.map((source) => source.path);
    expect(names.filter((name) => /(^|\/)(utils?|helpers?|misc|common-utils)(\.tsx?|\/)/.test(name))).toEqual([]);
    // The first file of an optional part of the recipient page is the entry of a build, which nobody imports.
    const isPart = (name: string): boolean => /^web\/open\/parts\/[a-z]+\/index\.ts$/.test(name);
    expect(all.flatMap((source) => source.imports).filter((one) => /parts\/[a-z]+\/index\.ts$/.test(one))).toEqual([]);
    expect(names.filter((name) => /\/index\.tsx?$/.test(name) && !isPart(name))).toEqual([
      'src/audit-log/index.ts',
      'src/seal/index.ts',
    ]);
  });

  it('reads the environment in one file and touches SQL in one folder', () => {
    const environment = src.filter((source) => /\bprocess\.env\b/.test(source.text)).map((source) => source.path);
    expect(environment).toEqual(['src/config.ts']);
    const sql = src.filter(
      (source) =>
        source.imports.some((one) => /^(kysely|pg|pg-boss)$/.test(one)) && !source.path.startsWith('src/store/'),
    );
    expect(sql.map((source) => source.path)).toEqual(['src/access/ports.ts']);
  });
});
