/** PDF files written by hand, for what no program would write. */

/** Objects from 1; the first is the catalogue. A stream is given as its dictionary and its bytes. */
export type PdfObject = string | { readonly dictionary: string; readonly bytes: Uint8Array };

/** Returns the file of these objects, with a table of where they are. */
export function madePdf(objects: readonly PdfObject[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const places: number[] = [];
  let at = parts[0]?.length ?? 0;
  const write = (bytes: Buffer): void => {
    parts.push(bytes);
    at += bytes.length;
  };
  objects.forEach((object, i) => {
    places.push(at);
    write(Buffer.from(`${i + 1} 0 obj\n`));
    if (typeof object === 'string') write(Buffer.from(object, 'latin1'));
    else {
      write(Buffer.from(`<< ${object.dictionary} /Length ${object.bytes.length} >>\nstream\n`));
      write(Buffer.from(object.bytes));
      write(Buffer.from('\nendstream'));
    }
    write(Buffer.from('\nendobj\n'));
  });
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
  const start = at;
  write(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`));
  write(Buffer.from(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`));
  return new Uint8Array(Buffer.concat(parts));
}

/** A file of one page. `resources` and `page` go into the page's dictionary, `more` are objects from number 5. */
export function onePage(
  content: string | Uint8Array,
  {
    resources = '',
    page = '/MediaBox [0 0 595 842]',
    filter = '',
    catalogue = '',
    more = [],
  }: {
    readonly resources?: string;
    readonly page?: string;
    readonly filter?: string;
    readonly catalogue?: string;
    readonly more?: readonly PdfObject[];
  } = {},
): Uint8Array {
  return madePdf([
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << ${resources} >> ${page} >>`,
    { dictionary: filter, bytes: typeof content === 'string' ? Buffer.from(content, 'latin1') : content },
    ...more,
  ]);
}

/** One line of text in a font that the file names and does not bring along. `encoding`: a predefined CMap from UCS-2. */
export function notEmbedded(font: string, encoding: string, ordering: string, text: string): Uint8Array {
  const hex = Array.from(text, (character) => (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('');
  return onePage(`BT /F1 40 Tf 40 400 Td <${hex}> Tj ET`, {
    resources: '/Font << /F1 5 0 R >>',
    page: '/MediaBox [0 0 400 600]',
    more: [
      `<< /Type /Font /Subtype /Type0 /BaseFont /${font}-${encoding} /Encoding /${encoding} /DescendantFonts [6 0 R] >>`,
      `<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${font} /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 2 >> /FontDescriptor 7 0 R >>`,
      `<< /Type /FontDescriptor /FontName /${font} /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 90 >>`,
    ],
  });
}
