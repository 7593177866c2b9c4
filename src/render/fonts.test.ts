import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleForm } from '../../test/support/forms.ts';
import { LOCALES } from '../model/locale.ts';
import { readRuns } from './cmap.ts';
import { assertGlyphs, fontFiles } from './fonts.ts';

const draws = (runs: Awaited<ReturnType<typeof readRuns>>, character: string): boolean => {
  const point = character.codePointAt(0) ?? 0;
  return runs.some(([first, last]) => first <= point && point <= last);
};

describe('the fonts', () => {
  it('have what the four languages need; Hong Kong has what Cantonese needs', async () => {
    const [latin, hongKong, mainland] = await Promise.all(fontFiles().slice(0, 3).map(readRuns));
    for (const character of 'ãõçáàâéêíóôúÃÇĐđćřžșğŁŸЖω€') expect(draws(latin ?? [], character), character).toBe(true);
    for (const character of '氹嘅嘢𠵱𨋢㗎冇佢哋咗喺') expect(draws(hongKong ?? [], character), character).toBe(true);
    for (const character of '氹嘅们这个东车书镕䶮') expect(draws(mainland ?? [], character), character).toBe(true);
  });

  it('have the same characters in bold', async () => {
    const runs = await Promise.all(fontFiles().map(readRuns));
    expect(runs).toHaveLength(6);
    expect(runs.slice(3)).toEqual(runs.slice(0, 3));
    expect(runs[1]?.length).toBeGreaterThan(500);
  });
});

describe('assertGlyphs', () => {
  it('lets the samples pass', async () => {
    for (const locale of LOCALES) await assertGlyphs(sampleForm(locale));
  });

  it('names classes and places, and never the character', async () => {
    const form = { ...sampleForm('zh-Hant'), subtitle: 'ཀ \u{1F9FF} \uE000', footer: '\uFFFD' };
    const error: unknown = await assertGlyphs(form).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'render.missing_glyph',
      details: { classes: ['Tibetan', 'emoji', 'private use', 'unreadable'], places: ['title', 'footer'] },
    });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/[ཀ\u{1F9FF}\uE000]/u);
  });
});

describe('readRuns', () => {
  it('refuses files that are no fonts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'entrepot-cmap-'));
    const hostile = [
      new Uint8Array(0),
      new Uint8Array(11),
      new Uint8Array(64).fill(0xff),
      // A directory whose only entry says that `cmap` is 4 GB.
      Uint8Array.from([
        0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 99, 109, 97, 112, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255,
      ]),
    ];
    for (const [i, bytes] of hostile.entries()) {
      const path = join(folder, `${i}.ttf`);
      writeFileSync(path, bytes);
      await expect(readRuns(path), `${i}`).rejects.toThrow(RangeError);
    }
  });
});
