import { describe, expect, it } from 'vitest';
import { concat, makeCompound, wide } from '../../../../test/support/made-compound.ts';
import { extractText } from '../extract.ts';
import { DEFAULT_LIMITS } from '../result.ts';
import { decompressRtf } from './compressed-rtf.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

function le(...fields: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return concat(
    fields.map(([value, bytes]) => Uint8Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256)),
  );
}

/** A compressed text in which nothing is compressed. */
function stored(rtf: string): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < rtf.length; at += 8) pieces.push(Uint8Array.of(0), latin1(rtf.slice(at, at + 8)));
  const body = concat(pieces);
  return concat([le([body.length + 12, 4], [rtf.length, 4], [0x75465a4c, 4], [0, 4]), body]);
}

describe('Outlook messages', () => {
  const P = '__substg1.0_';
  it('are read with people, subject, body, attachments, and messages within', async () => {
    const bytes = makeCompound({
      '__properties_version1.0': new Uint8Array(32),
      [`${P}0037001F`]: wide('報價單'),
      [`${P}0C1A001F`]: wide('Chan Tai Man'),
      [`${P}5D01001F`]: wide('tm@example.org'),
      [`${P}1000001F`]: wide('請查收 A123456(3)'),
      '__recip_version1.0_#00000000/__substg1.0_3001001F': wide('Lei Ka Hou'),
      '__recip_version1.0_#00000000/__substg1.0_39FE001F': wide('lei@example.net'),
      '__attach_version1.0_#00000000/__substg1.0_37010102': utf8('電話 6612 3456'),
      '__attach_version1.0_#00000000/__substg1.0_3707001F': wide('note.txt'),
      '__attach_version1.0_#00000001/__substg1.0_3701000D/__properties_version1.0': new Uint8Array(32),
      '__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_1000001F': wide('inner body'),
    });
    const { text, extracted, contentType } = await extractText(bytes);
    expect([extracted, contentType]).toEqual(['full', 'application/vnd.ms-outlook']);
    for (const part of [
      'From: Chan Tai Man <tm@example.org>',
      'Subject: 報價單',
      'A123456(3)',
      'To: Lei Ka Hou <lei@example.net>',
      'note.txt',
      '6612 3456',
      'inner body',
    ])
      expect(text).toContain(part);
  });

  it('with nothing but compressed RTF are read, and with an attachment that cannot be read are not wholly', async () => {
    const bytes = makeCompound({
      '__properties_version1.0': new Uint8Array(32),
      [`${P}10090102`]: stored(String.raw`{\rtf1\ansi HKID A123456(3)\par}`),
      '__attach_version1.0_#00000000/__substg1.0_37010102': Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4),
    });
    const read = await extractText(bytes);
    expect(read.text).toContain('HKID A123456(3)');
    expect([read.extracted, read.problem]).toEqual(['partial', 'unreadable.unknown_type']);
  });

  it('decompress as MS-OXRTFCP says in its example', () => {
    const example = Uint8Array.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0'.match(
        /../g,
      ) ?? [],
      (pair) => Number.parseInt(pair, 16),
    );
    const budget = { limits: DEFAULT_LIMITS, inflatedLeft: 1000, depthLeft: 1 };
    expect(new TextDecoder().decode(decompressRtf(example, budget))).toBe(
      '{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n',
    );
    expect(() => decompressRtf(example, { ...budget, inflatedLeft: 10 })).toThrow('unreadable.bomb');
  });
});

describe('Office 97-2003', () => {
  it('workbooks give rows, also with a string that is cut by a continuation, dates, and comments', async () => {
    const record = (type: number, ...pieces: readonly Uint8Array[]): Uint8Array => {
      const data = concat(pieces);
      return concat([le([type, 2], [data.length, 2]), data]);
    };
    const start = record(0x0809, le([0x0600, 2], [0x0005, 2], [0, 12]));
    const book = concat([
      start,
      record(0x00e0, le([0, 2], [0, 2], [0, 16])),
      record(0x00e0, le([0, 2], [14, 2], [0, 16])),
      record(0x0085, le([0, 4], [1, 2], [6, 1], [0, 1]), latin1('Secret')),
      record(0x00fc, le([2, 4], [2, 4], [3, 2], [0, 1]), latin1('abc'), le([4, 2], [1, 1]), wide('王示')),
      record(0x003c, Uint8Array.of(1), wide('范例')),
      record(0x000a),
      start,
      record(0x00fd, le([1, 2], [0, 2], [0, 2], [1, 4])),
      record(0x0203, le([1, 2], [2, 2], [1, 2]), new Uint8Array(new Float64Array([32452]).buffer)),
      record(0x027e, le([0, 2], [0, 2], [0, 2], [(66123456 * 4) | 2, 4])),
      record(0x01b6, le([0, 10], [5, 2], [0, 6])),
      record(0x003c, Uint8Array.of(0), latin1('hello')),
      record(0x000a),
    ]);
    const { text, extracted } = await extractText(makeCompound({ Workbook: book }));
    expect(extracted).toBe('full');
    expect(text).toContain('66123456\n王示范例\t\t1988-11-05');
    expect(text).toContain('Secret');
    expect(text).toContain('hello');
    const locked = makeCompound({ Workbook: concat([start, record(0x002f, le([1, 2])), record(0x000a)]) });
    expect(await extractText(locked)).toMatchObject({ problem: 'unreadable.encrypted', extracted: 'none' });
  });

  it('documents give all pieces of their text', async () => {
    const main = new Uint8Array(2048);
    const view = new DataView(main.buffer);
    view.setUint16(0, 0xa5ec, true);
    view.setUint16(2, 0x00c1, true);
    view.setUint16(10, 0x0200, true);
    main.set(latin1('Name\u0007'), 1000);
    main.set(wide('身份證\r'), 1200);
    const clx = concat([
      le([2, 1], [28, 4], [0, 4], [5, 4], [9, 4]),
      le([0, 2], [2 * 1000 + 0x40000000, 4], [0, 2]),
      le([0, 2], [1200, 4], [0, 2]),
    ]);
    view.setUint32(0x01a2, 0, true);
    view.setUint32(0x01a6, clx.length, true);
    const made = makeCompound({ WordDocument: main, '1Table': clx });
    expect(await extractText(made)).toMatchObject({ extracted: 'full', contentType: 'application/msword' });
    expect((await extractText(made)).text.trim()).toBe('Name\t身份證');
    const withMacros = makeCompound({ WordDocument: main, '1Table': clx, 'Macros/VBA/dir': new Uint8Array(9) });
    expect((await extractText(withMacros)).problem).toBe('unreadable.embedded');
  });

  it('presentations give their text atoms', async () => {
    const atom = (type: number, bytes: Uint8Array): Uint8Array =>
      concat([le([0, 2], [type, 2], [bytes.length, 4]), bytes]);
    const inner = concat([atom(0x0fa0, wide('業績\r增長')), atom(0x0fa8, latin1('Notes by Chan'))]);
    const document = concat([le([0xf, 2], [0x03e8, 2], [inner.length, 4]), inner]);
    const { text, extracted } = await extractText(makeCompound({ 'PowerPoint Document': document }));
    expect(extracted).toBe('full');
    expect(text).toContain('業績\n增長');
    expect(text).toContain('Notes by Chan');
  });

  it('that are encrypted as MS-OFFCRYPTO says are unreadable for that reason, in both of its ways', async () => {
    const encrypted = concat([Uint8Array.of(0, 35, 0, 0, 0, 0, 0, 0), new Uint8Array(8976).fill(0xa5)]);
    const agile =
      '<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption"><keyData saltSize="16" blockSize="16" keyBits="256"/></encryption>';
    for (const info of [
      concat([Uint8Array.of(4, 0, 4, 0, 0x40, 0, 0, 0), new TextEncoder().encode(agile)]),
      concat([Uint8Array.of(4, 0, 2, 0, 0x24, 0, 0, 0), new Uint8Array(200).fill(0x5a)]),
    ]) {
      const bytes = makeCompound({
        EncryptionInfo: info,
        EncryptedPackage: encrypted,
        '\u0006DataSpaces/Version': new Uint8Array(76),
      });
      expect(await extractText(bytes)).toMatchObject({ problem: 'unreadable.encrypted', extracted: 'none', text: '' });
    }
  });

  it('whose directory or sectors go in circles, or leave a stream out, are damaged', async () => {
    const made = makeCompound({
      '__properties_version1.0': new Uint8Array(40),
      '__substg1.0_1000001F': wide('body '.repeat(900)),
    });
    expect((await extractText(made)).extracted).toBe('full');
    const view = (bytes: Uint8Array) => new DataView(bytes.buffer);
    const directory = 512 + view(made).getUint32(48, true) * 512;
    const table = 512 + view(made).getUint32(76, true) * 512;
    const alter = (places: readonly number[], value: number): Uint8Array => {
      const altered = made.slice();
      for (const at of places) view(altered).setUint32(at, value, true);
      return altered;
    };
    const links = [1, 2].flatMap((entry) => [68, 72].map((at) => directory + entry * 128 + at));
    for (const bytes of [
      alter(links, 1),
      alter(links, 0xffffffff),
      alter(links, 99),
      alter([table, table + 4, table + 8], 1),
    ])
      expect(await extractText(bytes)).toMatchObject({ problem: 'unreadable.damaged', extracted: 'none' });
  });

  it('that lead in circles or end early come to an end', async () => {
    const made = makeCompound({ 'PowerPoint Document': new Uint8Array(9000), other: new Uint8Array(100) });
    for (let at = 0; at < made.length; at += 509) {
      const altered = made.slice();
      altered[at] = (altered[at] ?? 0) ^ 0xff;
      await extractText(altered);
      await extractText(made.slice(0, at));
    }
    const view = new DataView(made.buffer);
    // A table in which each sector follows itself.
    for (let at = 512; at + 4 <= made.length; at += 4) view.setUint32(at, (at / 512) | 0, true);
    expect((await extractText(made)).extracted).toBe('none');
  });
});
