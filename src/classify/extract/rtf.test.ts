import { describe, expect, it } from 'vitest';
import { extractText } from './extract.ts';

const read = (text: string) => extractText(Uint8Array.from(text, (char) => char.charCodeAt(0)));

describe('RTF', () => {
  it('reads Unicode characters once, and not what stands beside them for old programs', async () => {
    const { text, extracted, contentType } = await read(
      String.raw`{\rtf1\ansi\ansicpg1252\uc1 HKID A123456(3) \u-27003\'3f\u25991 ?\par Jo\'e3o {\uc2\u20320\'c4\'e3}!}`,
    );
    expect(extracted).toBe('full');
    expect(contentType).toBe('application/rtf');
    expect(text).toBe('HKID A123456(3) 隅文\nJoão 你!'.replace('隅', String.fromCharCode(65536 - 27003)));
  });

  it('decodes Big5 and GB by the font, also where the second byte is a letter or a bracket', async () => {
    const { text } = await read(
      String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset136 \'b7s;}{\f2\fcharset134 Song;}}{\f1 \'a8\'ad\'a5\'f7\'c3\'d2 \'b3\'5c\'a5\'5c\'bb\'5c \'a4@}{\f2 \'c9\'ed\'b7\'dd\'d6\'a4}}`,
    );
    expect(text).toBe('身份證 許功蓋 一身份证');
  });

  it('skips tables and pictures, keeps cells, comments, links, hidden text and metadata, and says that an object cannot be read', async () => {
    const { text, problem, extracted } = await read(
      String.raw`{\rtf1{\stylesheet{\s0 Normal;}}{\info{\author Chan Tai Man}}{\pict\pngblip 89504e47}{\trowd a\cell b\cell\row}{\*\annotation a remark}{\v hidden}{\*\unknown gone}{\field{\*\fldinst HYPERLINK "mailto:a@example.org"}{\fldrslt link}}{\object{\*\objdata 0105}}}`,
    );
    for (const kept of ['Chan Tai Man', 'a\tb', 'a remark', 'hidden', 'a@example.org', 'link'])
      expect(text).toContain(kept);
    for (const gone of ['Normal', '8950', 'gone', '0105']) expect(text).not.toContain(gone);
    expect([extracted, problem]).toEqual(['partial', 'unreadable.embedded']);
  });

  it('is damaged when it ends early, and comes to an end when it is nothing but brackets', async () => {
    expect(await read(String.raw`{\rtf1 some {\b text`)).toMatchObject({
      problem: 'unreadable.damaged',
      extracted: 'partial',
    });
    expect(await read(`{\\rtf1 ${'{'.repeat(500_000)}`)).toMatchObject({ problem: 'unreadable.too_deep' });
    expect((await read(`{\\rtf1 \\bin999999999 ${'\\u'.repeat(1000)}`)).extracted).toBe('partial');
  });
});
