/**
 * Vite plugin for the optional parts of the recipient page. A classic script cannot be split, so each folder of web/open/parts is a build
 * of its own; the page names what came out: `<meta name="part-viewer" content="/open/assets/part-viewer-….js /open/assets/part-viewer-….css">`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type UserConfig } from 'vite';

type BuiltPart = {
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly source: string }[];
};

/** Names of the parts that there are. */
export function partNames(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'index.ts')))
    .sort();
}

/** @param common - What the page's own build has: plugins, target. Its output is set here. */
export function partsPlugin(folder: string, common: Pick<UserConfig, 'root' | 'plugins' | 'build' | 'define'>): Plugin {
  let parts: readonly BuiltPart[] = [];
  return {
    name: 'entrepot-open-parts',
    apply: 'build',
    async buildStart() {
      for (const name of partNames(folder)) this.addWatchFile(join(folder, name, 'index.ts'));
      parts = await Promise.all(partNames(folder).map((name) => buildPart(folder, name, common)));
    },
    generateBundle() {
      for (const { files } of parts)
        for (const { path, source } of files) this.emitFile({ type: 'asset', fileName: path, source });
    },
    transformIndexHtml: { order: 'post', handler: (html) => withParts(html, parts) },
  };
}

/** Returns the page with one line for each part. */
export function withParts(html: string, parts: readonly BuiltPart[]): string {
  const lines = parts.map(({ name, files }) => {
    const addresses = files.map(({ path }) => `/open/${path}`).join(' ');
    return `<meta name="part-${name}" content="${addresses}" />\n`;
  });
  return html.replace('</head>', `${lines.join('')}</head>`);
}

async function buildPart(folder: string, name: string, common: Parameters<typeof partsPlugin>[1]): Promise<BuiltPart> {
  const built = await build({
    ...common,
    configFile: false,
    logLevel: 'error',
    build: {
      ...common.build,
      write: false,
      cssCodeSplit: false,
      rolldownOptions: { input: join(folder, name, 'index.ts'), output: { format: 'iife' } },
    },
  });
  const outputs = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const script = outputs.find((one) => one.type === 'chunk');
  if (script === undefined) throw new Error(`the part ${name} has no script`);
  const styles = outputs.filter((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
  const sources = [
    ['js', script.code],
    ...styles.map((one) => ['css', one.type === 'asset' ? String(one.source) : '']),
  ] as const;
  return {
    name,
    files: sources.map(([ending, source = '']) => ({
      path: `assets/part-${name}-${createHash('sha256').update(source).digest('base64url').slice(0, 8)}.${ending}`,
      source,
    })),
  };
}
