/** Tables as text: values between commas, semicolons, tabs or bars (RFC 4180). */

const SEPARATORS = [',', ';', '\t', '|'];

/** Returns at most `most` rows, and whether there were more. */
export function readSeparated(
  text: string,
  most: number,
): { readonly rows: readonly (readonly string[])[]; readonly more: boolean } {
  const separator = separatorOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const { value, next } = readValue(text, at, separator);
    row.push(value);
    at = next + 1;
    if (text[next] === separator) continue;
    rows.push(row);
    row = [];
    if (rows.length >= most) return { rows, more: text.slice(at).trim() !== '' };
  }
  if (row.length > 0) rows.push(row);
  return { rows, more: false };
}

/** The separator that the first lines have most of. */
function separatorOf(text: string): string {
  const head = text.slice(0, 4000);
  let best = ',';
  let most = 0;
  for (const separator of SEPARATORS) {
    const count = head.split(separator).length - 1;
    if (count > most) [best, most] = [separator, count];
  }
  return best;
}

/** `next`: index of the separator or the line end behind the value. */
function readValue(text: string, start: number, separator: string): { readonly value: string; readonly next: number } {
  if (text[start] !== '"') {
    let next = start;
    while (next < text.length && text[next] !== separator && text[next] !== '\n') next += 1;
    return { value: text.slice(start, next), next };
  }
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), next: text.length };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      let next = quote + 1;
      while (next < text.length && text[next] !== separator && text[next] !== '\n') next += 1;
      return { value: value + text.slice(quote + 1, next), next };
    }
    value += '"';
    at = quote + 2;
  }
}
