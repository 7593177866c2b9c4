/** Values of JSON text as lines of `name: value`. Numbers stay as they are written: identity numbers are larger than a double holds exactly. */
import { labelled, words } from './labels.ts';

const DEEPEST = 2000;
const LITERAL = /(?:-?\d[\d.eE+-]{0,400}|true|false|null)(?=[\s,\]}]|$)/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\n', b: '', f: '\n' };

/** Returns the lines of one JSON text, or of several one after the other; null when it is none. */
export function jsonText(json: string): string | null {
  return new JsonReader(json).run();
}

type Level = { readonly isObject: boolean; readonly key: string };

class JsonReader {
  readonly #json: string;
  readonly #lines: string[] = [];
  readonly #stack: Level[] = [];
  #key = '';
  #at = 0;
  /** In an object, after a bracket or a comma: a string is a name. */
  #expectsName = false;

  constructor(json: string) {
    this.#json = json;
  }

  run(): string | null {
    for (;;) {
      this.#skipBlanks();
      if (this.#at >= this.#json.length) break;
      if (!this.#token(this.#json.charAt(this.#at))) return null;
    }
    return this.#stack.length === 0 && this.#lines.length > 0 ? this.#lines.join('\n') : null;
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#json.charAt(this.#at)) && this.#at < this.#json.length) this.#at += 1;
  }

  #token(char: string): boolean {
    if (char === '"') return this.#string();
    if (char === '{' || char === '[') return this.#open(char === '{');
    if (char === '}' || char === ']') return this.#close(char === '}');
    if (char === ',' || char === ':') {
      this.#at += 1;
      this.#expectsName = char === ',' && this.#stack.at(-1)?.isObject === true;
      return true;
    }
    LITERAL.lastIndex = this.#at;
    const literal = LITERAL.exec(this.#json)?.[0];
    if (literal === undefined) return false;
    if (literal !== 'null') this.#lines.push(labelled(this.#key, literal));
    this.#at += literal.length;
    return true;
  }

  #open(isObject: boolean): boolean {
    if (this.#stack.length >= DEEPEST) return false;
    this.#stack.push({ isObject, key: this.#key });
    this.#expectsName = isObject;
    this.#at += 1;
    return true;
  }

  #close(isObject: boolean): boolean {
    const closed = this.#stack.pop();
    if (closed === undefined || closed.isObject !== isObject) return false;
    // The end of a record: the next one is about somebody else.
    if (isObject) this.#lines.push('');
    this.#key = closed.key;
    this.#expectsName = false;
    this.#at += 1;
    return true;
  }

  #string(): boolean {
    let end = this.#at + 1;
    let char = this.#json.charAt(end);
    while (char !== '"') {
      if (char === '') return false;
      end += char === '\\' ? 2 : 1;
      char = this.#json.charAt(end);
    }
    const text = unescape(this.#json.slice(this.#at + 1, end));
    if (this.#expectsName) this.#key = words(text);
    else this.#lines.push(labelled(this.#key, text));
    this.#expectsName = false;
    this.#at = end + 1;
    return true;
  }
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([^]))/g, (_, code, char) =>
    typeof code === 'string' ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[String(char)] ?? String(char)),
  );
}
