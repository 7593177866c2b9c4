/** Windows code pages and the charset numbers of fonts, as labels of the Encoding Standard. */

const LABELS: Readonly<Record<number, string>> = {
  437: 'ibm866',
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gb18030',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  20936: 'gb18030',
  28591: 'windows-1252',
  54936: 'gb18030',
  65001: 'utf-8',
};

/** Charset of a font (LOGFONT of Windows, `\fcharset` of RTF) -> code page; 0 means the document's own. */
const OF_CHARSET: Readonly<Record<number, number>> = {
  77: 1252,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};

/** Returns the label of a code page; Windows-1252 for one that is not known. */
export function labelOf(codePage: number): string {
  if (codePage >= 1250 && codePage <= 1258) return `windows-${codePage}`;
  return LABELS[codePage] ?? 'windows-1252';
}

export function codePageOfCharset(charset: number): number | undefined {
  return OF_CHARSET[charset];
}

/** Code pages in which a character may have two bytes. */
export function isDoubleByte(codePage: number): boolean {
  return [932, 936, 949, 950, 54936, 20936].includes(codePage);
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

export function decodeAs(codePage: number, bytes: Uint8Array): string {
  const label = labelOf(codePage);
  let decoder = decoders.get(label);
  if (decoder === undefined) {
    decoder = new TextDecoder(label);
    decoders.set(label, decoder);
  }
  return decoder.decode(bytes);
}
