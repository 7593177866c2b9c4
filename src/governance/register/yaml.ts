/** YAML 1.2 for machines: block style, every text in double quotes, so that no text can become anything else. */

export type Yaml = string | number | boolean | null | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };

/** Returns the document. Members that are undefined are left out. */
export function toYaml(value: Yaml): string {
  return `${block(value, 0)}\n`.replace(/^\n/, '');
}

function block(value: Yaml, depth: number): string {
  const pad = '  '.repeat(depth);
  if (isList(value)) {
    if (value.length === 0) return ' []';
    return value.map((one) => `\n${pad}-${item(one, depth + 1)}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).flatMap(([key, member]) =>
      member === undefined ? [] : [`\n${pad}${keyText(key)}:${nested(member, depth + 1)}`],
    );
    return members.length === 0 ? ' {}' : members.join('');
  }
  return ` ${scalar(value)}`;
}

/** Behind a colon. */
function nested(value: Yaml, depth: number): string {
  return block(value, depth);
}

/** Behind a dash: the first member stands on the same line. */
function item(value: Yaml, depth: number): string {
  return block(value, depth).replace(/^\n */, ' ');
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

function keyText(key: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(key) && !/^(?:null|true|false|y|n|yes|no|on|off)$/.test(key) ? key : quotedText(key);
}

function scalar(value: string | number | boolean | null): string {
  return typeof value === 'string' ? quotedText(value) : String(value);
}

/** A JSON string is a YAML string, save for characters that YAML wants escaped. */
function quotedText(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
