import { gzipSync, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { concat } from '../../../test/support/made-compound.ts';
import { makeQuine } from '../../../test/support/made-quine.ts';
import { makeTar } from '../../../test/support/made-tar.ts';
import { extractText } from './extract.ts';
import { DEFAULT_LIMITS } from './result.ts';

const text = (content: string) => extractText(strToU8(content));

describe('archives', () => {
  const inner = makeTar({ 'notes/a.txt': strToU8('HKID A123456(3)'), 'b.rtf': strToU8(String.raw`{\rtf1 Chan}`) });

  it('within archives are read, with the names of their files', async () => {
    const bytes = zipSync({ 'all.tar.gz': gzipSync(inner) });
    const read = await extractText(bytes);
    for (const part of ['all.tar.gz', 'notes/a.txt', 'A123456(3)', 'b.rtf', 'Chan']) expect(read.text).toContain(part);
    expect(read.extracted).toBe('full');
  });

  it('whose names lead outside are not read wholly, packed in either way', async () => {
    for (const name of ['../../etc/passwd', '/etc/passwd']) {
      expect(await extractText(makeTar({ [name]: strToU8('x') }))).toMatchObject({
        problem: 'unreadable.unsafe_names',
      });
      expect(await extractText(zipSync({ [name]: strToU8('x') }))).toMatchObject({
        problem: 'unreadable.unsafe_names',
      });
    }
  });

  it('that are cut off, altered or too deep are not read wholly', async () => {
    expect(await extractText(inner.slice(0, 1200))).toMatchObject({
      problem: 'unreadable.damaged',
      extracted: 'partial',
    });
    const zipped = gzipSync(inner);
    expect(await extractText(zipped.slice(0, -9))).toMatchObject({ extracted: 'none' });
    zipped[zipped.length - 6] = 1;
    expect(await extractText(zipped)).toMatchObject({ problem: 'unreadable.damaged' });
    let deep: Uint8Array = strToU8('x');
    for (let i = 0; i < 8; i += 1) deep = gzipSync(deep);
    expect(await extractText(deep)).toMatchObject({ problem: 'unreadable.too_deep' });
  });

  it('that inflate beyond measure are stopped', async () => {
    const bomb = gzipSync(new Uint8Array(20_000_000), { level: 9 });
    expect(await extractText(bomb)).toMatchObject({ problem: 'unreadable.bomb', text: '' });
    const limits = { ...DEFAULT_LIMITS, inflatedBytes: 100 };
    expect(await extractText(gzipSync(inner), limits)).toMatchObject({ problem: 'unreadable.bomb' });
  });

  it('that hold themselves, or the same bytes as many files, are refused at once', async () => {
    const quine = makeQuine();
    expect(unzipSync(quine)).toEqual({ 'archive-that-holds-itself.zip.': quine });
    expect(await extractText(quine)).toMatchObject({ problem: 'unreadable.too_deep', extracted: 'partial' });
    const one = zipSync({ a: new Uint8Array(100_000) });
    const end = one.length - 22;
    const from = new DataView(one.buffer).getUint32(end + 16, true);
    const entry = one.slice(from, end);
    const directory = concat(Array.from({ length: 500 }, (_, n) => Uint8Array.of(...entry.slice(0, -1), 0x4e00 + n)));
    const tail = one.slice(end);
    for (const at of [8, 10]) new DataView(tail.buffer).setUint16(at, 500, true);
    expect(await extractText(concat([one.slice(0, from), directory, tail]))).toMatchObject({
      problem: 'unreadable.bomb',
      extracted: 'none',
    });
  });

  it('of foreign kinds, and what only its recipient can open, say so', async () => {
    for (const magic of ['7z\u00bc\u00af\u0027\u001c', 'Rar!', 'BZh9\u0000', '\u00fd7zXZ\u0000'])
      expect((await extractText(Uint8Array.from(magic, (char) => char.charCodeAt(0)))).problem).toBe(
        'unreadable.unknown_type',
      );
    expect((await text('-----BEGIN PGP MESSAGE-----\n\nhQEMA')).problem).toBe('unreadable.encrypted');
    const enveloped = Uint8Array.of(0x30, 0x80, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 3, 0xa0, 0x80);
    expect((await extractText(enveloped)).problem).toBe('unreadable.encrypted');
  });
});

describe('mailboxes', () => {
  it('are read message by message', async () => {
    const message = (name: string) =>
      `From a@example.org Thu Nov 26 09:00:00 2026\nFrom: ${name}\nDate: Thu, 26 Nov 2026 09:00:00 +0800\nSubject: s ${name}\nMIME-Version: 1.0\n\nbody of ${name}\n\n`;
    const read = await text(message('One') + message('Two'));
    expect(read).toMatchObject({ extracted: 'full', contentType: 'application/mbox' });
    for (const part of ['From: One', 'body of One', 'From: Two', 'body of Two']) expect(read.text).toContain(part);
    expect(read.text).not.toContain('2026\nFrom: Two');
  });
});

describe('text with names of values', () => {
  it('JSON gives names as words and numbers digit by digit', async () => {
    const read = await text(
      '{"customers":[{"idCardNumber":440402190103071018,"phone_number":"\\u002b853 6612 3456","tags":["a \\"b\\"",null]},{"name":"陳大文"}]}',
    );
    expect(read.contentType).toBe('application/json');
    for (const part of [
      'id Card Number: 440402190103071018',
      'phone number: +853 6612 3456',
      'tags: a "b"',
      '\n\nname: 陳大文',
    ])
      expect(read.text).toContain(part);
    expect((await text('{"a": "not closed')).contentType).toBe('text/plain');
    expect((await text(`${'['.repeat(300_000)}1`)).extracted).toBe('full');
    expect((await text(`{"a":"${'\\u0041x'.repeat(200_000)}"}`)).contentType).toBe('application/json');
  });

  it('XML gives elements and attributes, and does not expand anything', async () => {
    const read = await text(
      '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x"><people xmlns:a="urn:a"><a:Person idNumber="A123456(3)"><Name>Chan &amp; Co</Name></a:Person></people>',
    );
    expect(read.contentType).toBe('application/xml');
    expect(read.text).toContain('id Number: A123456(3)\nName: Chan & Co');
    expect(read.text).not.toContain('urn:a');
    expect((await text('<a><!DOCTYPE x [<!ENTITY y "z">]>&y;</a>')).problem).toBe('unreadable.bomb');
    expect((await text('<3 you all')).text).toBe('<3 you all');
  });

  it('cards and calendars give people with their addresses', async () => {
    const card = await text(
      'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Chan;Tai Man;;;\r\nFN:Chan Tai\r\n  Man\r\nTEL;TYPE=CELL:+853 6612 3456\r\nEMAIL:tm@example.org\r\nPHOTO;ENCODING=b:/9j/4AAQ\r\nEND:VCARD',
    );
    expect(card.text.trim()).toBe('Name: Chan Tai Man\nTel: +853 6612 3456\nEmail: tm@example.org');
    const calendar = await text(
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nATTENDEE;CN="Lei, Ka Hou";ROLE=X:mailto:lei@example.net\nDESCRIPTION:a\\nb\\, c\nEND:VEVENT\nEND:VCALENDAR',
    );
    expect(calendar.text).toContain('Attendee: Lei, Ka Hou lei@example.net');
    expect(calendar.text).toContain('a\nb, c');
    expect((await text(`BEGIN:VCARD\n${'A;'.repeat(100_000)}`)).extracted).toBe('full');
  });

  it('HTML gives comments, fields and addresses of links too', async () => {
    const read = await text(
      '<html><!-- salary 30,000 --><!--[if mso]>office<![endif]--><input type="hidden" value="A123456(3)"><a href="tel:+85366123456">call</a><img alt=\'Chan Tai Man\'></html>',
    );
    for (const part of ['salary 30,000', 'A123456(3)', '+85366123456', 'Chan Tai Man'])
      expect(read.text).toContain(part);
  });
});

describe('what office files bring along unseen', () => {
  it('is read: authors of comments and changes, company, copies of tables in pivot tables', async () => {
    const docx = zipSync({
      'word/document.xml': strToU8(
        '<w:document><w:ins w:author="Lei Ka Hou"><w:r><w:t>new</w:t></w:r></w:ins></w:document>',
      ),
      'docProps/app.xml': strToU8('<Properties><Company>Amostra</Company><Words>12345678</Words></Properties>'),
    });
    const { text: said } = await extractText(docx);
    expect(said).toContain('Lei Ka Hou');
    expect(said).toContain('Amostra');
    expect(said).not.toContain('12345678');
    const xlsx = zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/pivotCache/pivotCacheRecords1.xml': strToU8(
        '<pivotCacheRecords><r><s v="陳大文"/><n v="30000"/></r></pivotCacheRecords>',
      ),
    });
    expect((await extractText(xlsx)).text).toContain('陳大文\t30000');
  });
});

it('mixed pieces of everything come to an end', async () => {
  const pieces = [
    strToU8('{"a":'),
    strToU8('<?xml '),
    strToU8(String.raw`{\rtf1`),
    gzipSync(strToU8('x')),
    makeTar({ a: strToU8('b') }),
  ];
  for (const first of pieces) for (const second of pieces) await extractText(concat([first, second, first]));
});
