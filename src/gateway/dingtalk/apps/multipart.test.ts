import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundaryOf, parseMultipart, type Part } from './multipart.ts';

const encode = async (form: FormData): Promise<{ boundary: string; body: Uint8Array }> => {
  const request = new Response(form);
  return {
    boundary: boundaryOf(request.headers.get('content-type') ?? '') ?? '',
    body: new Uint8Array(await request.arrayBuffer()),
  };
};
const parse = (text: string): readonly Part[] | undefined => parseMultipart(Buffer.from(text, 'utf8'), 'B');
const PART = 'content-disposition: form-data; name="media"';

describe('multipart forms', () => {
  it('give back what another implementation put in, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), fc.string({ maxLength: 40 }), async (bytes, text) => {
        const form = new FormData();
        form.append('type', text);
        form.append('media', new Blob([new Uint8Array(bytes)]), '交貨 "單".pdf');
        const { boundary, body } = await encode(form);
        const parts = parseMultipart(body, boundary) ?? [];
        // A form writes every line end of a text as CRLF.
        expect(Buffer.from(parts[0]?.bytes ?? []).toString()).toBe(text.toWellFormed().replace(/\r\n?|\n/g, '\r\n'));
        expect(parts[1]?.fileName).toBe('交貨 "單".pdf');
        expect([...(parts[1]?.bytes ?? [])]).toEqual([...bytes]);
      }),
      { numRuns: 50 },
    );
  });

  it('are read as older and other clients write them', () => {
    const odd = `preamble\r\n--B\r\nContent-Type: application/pdf\r\nCONTENT-DISPOSITION:form-data; filename*=utf-8''%E5%96%AE.pdf; name=media\r\n\r\n%PDF\r\n--B--\r\nrest`;
    expect(parse(odd)).toMatchObject([{ name: 'media', fileName: '單.pdf' }]);
    expect(parse(`--B\r\n${PART}; filename="a\\"b.txt"\r\n\r\nx\r\n--B--`)).toMatchObject([{ fileName: 'a"b.txt' }]);
    expect(parse(`--B\r\n${PART}; filename*=utf-8''%E5%9; filename=plain.txt\r\n\r\nx\r\n--B--`)).toMatchObject([
      { fileName: 'plain.txt' },
    ]);
  });

  it('that are cut off, misshapen or endless are refused', () => {
    const good = `--B\r\n${PART}; filename="a"\r\n\r\nx\r\n--B--`;
    expect(parse(good)).toHaveLength(1);
    for (let length = 0; length < good.length; length += 1) expect(parse(good.slice(0, length))).toBeUndefined();
    expect(parse(`text--B\r\n${PART}\r\n\r\nx\r\n--B--`)).toBeUndefined();
    expect(parse('--B\r\ncontent-type: text/plain\r\n\r\nx\r\n--B--')).toBeUndefined();
    expect(parse('--B\r\ncontent-disposition: form-data; filename="a"\r\n\r\nx\r\n--B--')).toBeUndefined();
    expect(parse(`--B\r\n${PART}; x="${'a'.repeat(5000)}"\r\n\r\nx\r\n--B--`)).toBeUndefined();
    expect(parse(`${`--B\r\n${PART}\r\n\r\nx\r\n`.repeat(21)}--B--`)).toBeUndefined();
  });

  it('never throw and never read beyond the body', () => {
    const piece = fc.constantFrom('--B', '--', '\r\n', '\r\n\r\n', PART, '; filename="', '"', 'x', '\n', 'B');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        const parts = parse(pieces.join('')) ?? [];
        for (const part of parts) expect(part.bytes.length).toBeLessThanOrEqual(Buffer.byteLength(pieces.join('')));
      }),
    );
    expect(parse(`--B\r\n${'; filename="'.repeat(20_000)}`)).toBeUndefined();
  });

  it('are told from other content by their type', () => {
    expect(boundaryOf('multipart/form-data; boundary=abc')).toBe('abc');
    expect(boundaryOf('Multipart/Form-Data; charset=utf-8; boundary="a b"')).toBe('a b');
    for (const type of [
      '',
      'application/json',
      'multipart/form-data',
      'multipart/mixed; boundary=a',
      `multipart/form-data; boundary=${'a'.repeat(71)}x"`,
    ])
      expect(boundaryOf(type)?.length ?? 0, type).toBeLessThanOrEqual(70);
    expect(boundaryOf('multipart/mixed; boundary=a')).toBeUndefined();
  });
});
