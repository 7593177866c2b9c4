/** The documents against each other and against the code: links, commands, tables, words. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAY_IMPORT } from '../support/import-table.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const documents = [...globSync('*.md', { cwd: ROOT }), ...globSync('docs/**/*.md', { cwd: ROOT })].sort();
const manifest = JSON.parse(read('package.json')) as {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly optionalDependencies: Record<string, string>;
};

/** The rows of the first table whose head begins with `head`: cells without their spaces. */
function rowsOf(path: string, head: string): string[][] {
  const lines = read(path).split('\n');
  const start = lines.findIndex((line) => line.startsWith(head));
  expect(start, `${path}: ${head}`).toBeGreaterThan(-1);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands in inline code, blocks left out: their fences would shift the pairs. */
const inTicks = (text: string): string[] =>
  [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');

/** The anchor that renderers give a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');
}

describe('links between documents', () => {
  it('lead to files and headings that exist', () => {
    let seen = 0;
    const broken = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        if (/^[a-z]+:/.test(target)) return [];
        seen += 1;
        const [file = '', anchor] = target.split('#');
        const full = file === '' ? join(ROOT, path) : resolve(ROOT, dirname(path), file);
        if (!existsSync(full)) return [`${path} -> ${target}`];
        if (anchor === undefined) return [];
        const anchors = [...readFileSync(full, 'utf8').matchAll(/^#+ (.+)$/gm)].map((match) =>
          anchorOf(match[1] ?? ''),
        );
        return anchors.includes(anchor) ? [] : [`${path} -> ${target}`];
      }),
    );
    expect(seen).toBeGreaterThan(50);
    expect(broken).toEqual([]);
  });

  it('reach every document from the README', () => {
    const reached = new Set(['README.md']);
    for (const path of reached) {
      for (const [, target = ''] of read(path).matchAll(/\]\(([^)\s#]+\.md)/g)) {
        if (!/^[a-z]+:/.test(target)) reached.add(relative(ROOT, resolve(ROOT, dirname(path), target)));
      }
    }
    expect(documents.filter((path) => !reached.has(path))).toEqual([]);
  });
});

describe('what documents name', () => {
  it('as a command is a script of the package whose files exist', () => {
    const named = documents.flatMap((path) =>
      [...read(path).matchAll(/\bnpm (?:run (?:--silent )?([a-z:]+)|(start|test))\b/g)].map(
        (match) => match[1] ?? match[2] ?? '',
      ),
    );
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !Object.hasOwn(manifest.scripts, name))).toEqual([]);
    const files = Object.values(manifest.scripts).flatMap((script) =>
      script.match(/\b(?:scripts|bin|bench)\/\S+\.\w+/g),
    );
    expect(files.filter((file) => file !== null && !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('as a command of entrepot is in the table of commands', () => {
    const usage = read('src/cli/entrepot.ts');
    const named = documents
      .flatMap((path) => inTicks(read(path)))
      .flatMap((text) => /^(?:entrepot|.*bin\/entrepot\.mjs) ([a-z]+(?:-[a-z]+)?)/.exec(text)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(2);
    expect([...new Set(named)].filter((name) => !new RegExp(`(\\n  |, )${name}[ ,]`).test(usage))).toEqual([]);
  });

  it('as a file of the repository exists', () => {
    const named = documents.flatMap((path) =>
      inTicks(read(path))
        .filter((text) => /^(src|test|web|packs|locales|docs|scripts|bin|bench)\/[\w./-]+$/.test(text))
        .map((text) => [path, text] as const),
    );
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter(([, text]) => !existsSync(join(ROOT, text)))).toEqual([]);
  });

  it('as a setting or a variable of the environment exists', () => {
    const config = read('src/config.ts');
    // Answers to the questions of `entrepot sign-in`, for scripts; no settings of the server.
    const answers = new Set(['ENTREPOT_EMAIL', 'ENTREPOT_PASSWORD', 'ENTREPOT_TOTP']);
    const named = documents
      .flatMap((path) => read(path).match(/\bENTREPOT_[A-Z_]+[A-Z]\b/g) ?? [])
      .filter((name) => !answers.has(name));
    const settings = read('docs/operations.md').match(
      /`(?:server|tls|database|sandbox|log|uploads|places|channels)\.[a-z_]+`/g,
    );
    expect(settings?.length).toBeGreaterThan(8);
    const all = [
      ...named.map((name) => name.replace(/_FILE$/, '')),
      ...(settings ?? []).map((one) => one.slice(1, -1)),
    ];
    const errors = read('docs/errors.md');
    const missing = all.filter((name) => !config.includes(`'${name}'`) && !errors.includes(`| \`${name}\` |`));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('as an error code is declared', () => {
    const codes = read('docs/errors.md');
    const named = [
      'README.md',
      'ARCHITECTURE.md',
      'docs/operations.md',
      'docs/threat-model.md',
      'docs/spec/audit-log.md',
    ]
      .flatMap((path) => inTicks(read(path)))
      .filter((text) => /^(store|log|access|transfer|upload|opening|seal|config|listen|keys)\.[a-z_]+$/.test(text))
      .filter((text) => !/\.(level|vkey|key)$/.test(text));
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named)].filter((code) => !codes.includes(`| \`${code}\` |`))).toEqual([]);
  });
});

describe('ARCHITECTURE.md', () => {
  it('prints the import table that the architecture test holds', () => {
    const printed = rowsOf('ARCHITECTURE.md', '| folder under src/ |').map(
      ([folder = '', , imports = '']) => [folder, imports === '-' ? [] : imports.split(', ').sort()] as const,
    );
    const held = Object.entries(MAY_IMPORT).map(([folder, imports]) => [folder, imports.toSorted()] as const);
    expect(Object.fromEntries(printed)).toEqual(Object.fromEntries(held));
  });

  it('tells the life of a transfer with files and functions that exist', () => {
    const steps = rowsOf('ARCHITECTURE.md', '| # | file | function |');
    expect(steps.length).toBeGreaterThan(15);
    for (const [, file = '', functions = ''] of steps) {
      const text = read(inTicks(file)[0] ?? '');
      expect(inTicks(functions).length, file).toBeGreaterThan(0);
      for (const name of inTicks(functions)) {
        expect(text, `${file} ${name}`).toMatch(new RegExp(`^export (?:async )?function ${name}\\b`, 'm'));
      }
    }
  });

  it('names only functions and types that stand in the code', () => {
    const source = globSync('{src,web}/**/*.ts', { cwd: ROOT }).map(read).join('\n');
    const names = inTicks(read('ARCHITECTURE.md')).filter((text) => /^[A-Za-z]+[a-z][A-Z][A-Za-z]*$/.test(text));
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(source))).toEqual([]);
  });

  it('names every table that the migrations create, and no other', () => {
    const created = globSync('src/store/migrations/*.sql', { cwd: ROOT })
      .flatMap((file) => [...read(file).matchAll(/^create table (\w+)/gm)])
      .map((match) => match[1] ?? '');
    const named = rowsOf('ARCHITECTURE.md', '| tables (').flatMap(([cells = '']) => inTicks(cells));
    expect(named.toSorted()).toEqual(created.toSorted());
  });
});

describe('the decisions', () => {
  const files = globSync('docs/adr/[0-9]*.md', { cwd: ROOT }).sort();

  it('are numbered without gaps, have every part, and are in the index', () => {
    const index = read('docs/adr/README.md');
    expect(files.length).toBeGreaterThan(13);
    for (const [position, file] of files.entries()) {
      const text = read(file);
      expect(text).toMatch(
        new RegExp(
          `^---\\nadr: ${position + 1}\\nstatus: (accepted|superseded by \\d+)\\ndate: \\d{4}-\\d{2}-\\d{2}\\n---\\n`,
        ),
      );
      const parts = [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
      expect(parts).toEqual(['Context', 'Options', 'Decision', 'Consequences', 'Review when']);
      expect(index).toContain(`](${file.split('/').at(-1)})`);
    }
  });

  it('give a line to every runtime dependency, and to no other; at most 25', () => {
    const listed = rowsOf('docs/adr/0014-runtime-dependencies.md', '| package | for |').map(
      ([name = '']) => inTicks(name)[0],
    );
    expect(listed).toEqual(Object.keys(manifest.dependencies).sort());
    expect(listed.length).toBeLessThanOrEqual(25);
  });

  it('know every package that a file of the server imports', () => {
    const runtime = new Set([...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)]);
    const imports = globSync('src/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts'] }).flatMap((path) =>
      [...read(path).matchAll(/^(?:import|export)\b(?! type)[^'";]*?from '([^'.][^']*)'/gm)].map(
        (match) => [path, match[1] ?? ''] as const,
      ),
    );
    const packages = imports.filter(([, name]) => !name.startsWith('node:'));
    expect(packages.length).toBeGreaterThan(50);
    const unknown = packages.filter(
      ([, name]) =>
        !runtime.has(
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
    );
    // The public `./seal/web` is bundled by whoever uses it; nothing of the server loads it.
    expect([...new Set(unknown.map(([path]) => path))]).toEqual(['src/seal/web-crypto.ts']);
    expect(
      globSync('src/**/*.ts', { cwd: ROOT, exclude: ['**/*.test.ts'] }).filter((path) =>
        read(path).includes("web-crypto.ts'"),
      ),
    ).toEqual([]);
  });
});

describe('words', () => {
  const written = documents.filter((path) => !['docs/errors.md', 'docs/api.md', 'docs/config.md'].includes(path));

  it('that put something off are in no document and in no source', () => {
    const sources = ['src', 'web', 'test', 'scripts', 'bench', 'bin', 'packs'].flatMap((folder) =>
      globSync(`${folder}/**/*.{ts,tsx,mjs,cedar,css,sql}`, { cwd: ROOT }),
    );
    expect(sources.length).toBeGreaterThan(300);
    const own = relative(ROOT, import.meta.filename);
    const found = [...written, ...sources].filter(
      (path) => path !== own && /\b(TODO|FIXME|XXX|HACK)\b|\bfor now\b/i.test(read(path)),
    );
    expect(found).toEqual([]);
  });

  it('of the glossary have no synonym among the names in src', () => {
    const forbidden = rowsOf('docs/glossary.md', '| word |').flatMap(([, , not = '']) =>
      not === '' ? [] : not.split(', '),
    );
    expect(forbidden.length).toBeGreaterThan(8);
    const synonym = new RegExp(`(${forbidden.join('|')})`, 'i');
    const names = globSync('src/**/*.ts', { cwd: ROOT })
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) => [
        path,
        ...[...read(path).matchAll(/\b(?:function|const|let|type|class|readonly)\s+(\w+)/g)].map(
          (match) => match[1] ?? '',
        ),
      ]);
    expect(names.length).toBeGreaterThan(2000);
    expect([...new Set(names)].filter((name) => synonym.test(name))).toEqual([]);
  });
});

describe('the lessons of the threat model', () => {
  it('are each the name of a test, in the file that the table names', () => {
    const rows = rowsOf('docs/threat-model.md', '| lesson ');
    expect(rows.map(([lesson]) => lesson)).toEqual(Array.from({ length: 13 }, (_, n) => `L${n + 1}`));
    const missing = rows.filter(([lesson, , , file = '']) => !read(inTicks(file)[0] ?? '').includes(`it('${lesson}: `));
    expect(missing).toEqual([]);
  });
});
