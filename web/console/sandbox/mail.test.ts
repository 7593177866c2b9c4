import { describe, expect, it } from 'vitest';
import { decodeHeader, readMail } from './mail.ts';

const lines = (...parts: string[]) => parts.join('\r\n');
const base64 = (text: string) =>
  Buffer.from(text)
    .toString('base64')
    .replace(/(.{20})/g, '$1\r\n');

const mail = (encoding: string, body: string) =>
  lines(
    'From: =?UTF-8?Q?Hotel_Exemplo?= <entrepot@example.org>',
    'To: partner@example.org',
    'Subject: =?UTF-8?Q?Hotel_Exemplo=EF=BC=9A=E5=AF=86?=',
    ' =?UTF-8?Q?=E5=B0=81_EN?=',
    'Date: Mon, 23 Nov 2026 23:15:47 +0000',
    'Content-Type: multipart/alternative;',
    ' boundary="--_NmP-x-Part_1"',
    '',
    '----_NmP-x-Part_1',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Transfer-Encoding: ${encoding}`,
    '',
    body,
    '----_NmP-x-Part_1',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<p>not this</p>',
    '----_NmP-x-Part_1--',
    '',
  );

describe('readMail', () => {
  it('decodes headers, also when a word is folded over two lines', () => {
    const read = readMail(mail('7bit', 'x'));
    expect(read.subject).toBe('Hotel Exemplo：密封 EN');
    expect(read.from).toBe('Hotel Exemplo <entrepot@example.org>');
    expect(read.to).toBe('partner@example.org');
    expect(read.date).toBe('Mon, 23 Nov 2026 23:15:47 +0000');
  });

  it('reads base64 with line breaks', () => {
    expect(readMail(mail('base64', base64('您好，編號 EN-1。\r\n\r\n123456\r\n'))).text).toBe(
      '您好，編號 EN-1。\n\n123456',
    );
  });

  it('reads quoted-printable with soft breaks inside a letter', () => {
    expect(readMail(mail('quoted-printable', 'Ol=C3=\r\n=A1, 1 =3D 1  \r\nfim')).text).toBe('Olá, 1 = 1\nfim');
  });

  it('reads a mail that is one part', () => {
    expect(readMail(lines('Subject: a', '', 'b', '', 'c')).text).toBe('b\n\nc');
  });

  it('does not show markup as text', () => {
    expect(readMail(lines('Content-Type: text/html', '', '<b>x</b>')).text).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['only a body', '\r\nx'],
    ['broken base64', mail('base64', '%%%')],
    ['a boundary that never comes', lines('Content-Type: multipart/mixed; boundary=q', '', 'x')],
    ['no boundary', lines('Content-Type: multipart/mixed', '', 'x')],
    [
      'an unknown charset',
      lines('Content-Type: text/plain; charset=x-none', 'Content-Transfer-Encoding: base64', '', 'eA=='),
    ],
  ])('survives %s', (_, source) => {
    expect(() => readMail(source)).not.toThrow();
  });

  it('stops at deeply nested parts', () => {
    const nested = Array.from({ length: 50 }).reduce<string>(
      (inner, _, n) => lines(`Content-Type: multipart/mixed; boundary=b${n}`, '', `--b${n}`, inner, `--b${n}--`),
      lines('Content-Type: text/plain', '', 'deep'),
    );
    expect(readMail(nested).text).toBeNull();
  });
});

describe('decodeHeader', () => {
  it('decodes base64 words and leaves what is none', () => {
    expect(decodeHeader('=?utf-8?B?5r6z6ZaA?= (Macau)')).toBe('澳門 (Macau)');
    expect(decodeHeader('=?utf-8?B?%%?=')).toBe('=?utf-8?B?%%?=');
    expect(decodeHeader('1 =? 2')).toBe('1 =? 2');
  });
});
