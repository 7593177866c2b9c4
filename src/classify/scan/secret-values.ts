/** Runs the secret rules where their trigger words stand and keeps what looks random. */
import type { SecretRule } from '../packs/secrets.ts';
import { isLatinLetter } from './chars.ts';
import type { Hit } from './hit.ts';
import { cellAt, type Source } from './source.ts';

/** What manuals and templates put where a value belongs. */
const PLACEHOLDER =
  /^!\w+$|example|placeholder|change[-_]?me|change[-_]?it|your[-_ ]?|dummy|somepass|authpass|password-for|^secret!?$|^secret\d{1,3}$|redacted|sample|insert|replace|tod[o]|fixm[e]|fake|^<.*>?$|^\$\{|^\{\{|^%[({]|^\[.*\]?$|^@|\*{3,}|\.{3,}|…|^(.)\1+$|x{5,}|^(?:null|none|undefined|true|false|required|optional|string|integer|boolean|hidden|empty|password|passwd|secret|token|unknown|forgotten|expired|incorrect|invalid|default|n\/?a)$|12345678$|^0123456789|^abcdef/i;
/** Code that gets the value from somewhere else. */
const CODE =
  /^\$|^%\w+%$|^[\](){}]|[([]\w{0,8}$|^[a-z]\w{0,30}\.\w{0,30}[a-z][A-Z]\w*$|^\p{Lu}\p{Ll}{0,20}(?:-\p{Ll}{1,20}){0,3}$|^(?:[A-Z][a-z]{2,20}){3,8}$|process\.env|os\.environ|getenv|\benv\.|\(.*\)|^(?:self|this|config|settings|options|args|req|request|params|props|data|user|form|vault|secrets?)[.[]|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^[a-z]+(?:[A-Z][a-z]+)+$|^[a-z]+(?:[._-][a-z]+)+$/u;

/** What stands between a Latin name and its value: a sign of assignment or a blank. */
const GIVEN = /[\s=:|>：→-]/;

export function findSecrets(source: Source): Hit[] {
  const hits: Hit[] = [];
  let last: Value = { start: 0, end: 0, isSecret: false };
  for (const { start, end, cue } of source.cues.of('trigger')) {
    const inside = start >= last.start && start < last.end;
    for (const rule of cue.rules) {
      // Words inside a value that was looked at start no rule, but for its own prefix: a text of nothing but such words stays cheap.
      if (inside && (rule.at === 'assignment' || start > last.start)) continue;
      const value = valueAt(source, rule, rule.at === 'prefix' ? start : end);
      if (value === null) continue;
      last = value;
      if (value.isSecret) hits.push(secret(value.start, value.end, rule.score, cue.text));
    }
  }
  return hits;
}

type Value = { readonly start: number; readonly end: number; readonly isSecret: boolean };

function valueAt(source: Source, rule: SecretRule, at: number): Value | null {
  rule.pattern.lastIndex = at;
  const match = rule.pattern.exec(source.view.text);
  const whole = match?.groups?.['v'];
  if (match === null || whole === undefined) return null;
  // The name or a path goes on, or it is a call: passwordField, SecretId, secret/rotate, toSecret(…).
  if (rule.chosen === true && isLetterAt(source, at - 1) && !GIVEN.test(match[0].slice(0, match[0].lastIndexOf(whole))))
    return null;
  const value =
    rule.chosen === true ? whole.replace(/[.,:;!?)\]}]{1,3}$/, (end) => (/^[!?]/.test(end) ? end : '')) : whole;
  const start = at + match[0].lastIndexOf(whole);
  const isShort = value.length < 8 && cellAt(source.tables.cells, at) !== null;
  const explicit = /[=:|"'>是為为]/.test(match[0].slice(0, match[0].lastIndexOf(whole)));
  return { start, end: start + value.length, isSecret: !isShort && looksRandom(value, rule, explicit) };
}

function isLetterAt(source: Source, at: number): boolean {
  return isLatinLetter(source.view.codes[at] ?? 0);
}

function secret(start: number, end: number, score: number, cue: string): Hit {
  return { type: 'secret', start, end, score, check: 'none', cue, pack: 'secrets', role: false };
}

function looksRandom(value: string, rule: SecretRule, explicit: boolean): boolean {
  if (rule.kinds === 0) return true;
  if (PLACEHOLDER.test(value) || (rule.chosen === true && CODE.test(value))) return false;
  // Behind a colon digits are a password as well, however poor: not in a sentence.
  if (rule.chosen === true && rule.kinds === 2 && /^\d{6,16}$/.test(value)) return explicit && entropyOf(value) > 1;
  return kindsOf(value) >= rule.kinds && entropyOf(value) >= rule.entropy;
}

function kindsOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^0-9A-Za-z]/].filter((kind) => kind.test(value)).length;
}

/** Shannon entropy in bits per character. */
export function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let entropy = 0;
  for (const count of counts.values()) entropy -= (count / value.length) * Math.log2(count / value.length);
  return entropy;
}
