/** Runs the secret rules where their trigger words stand and keeps what looks random. */
import { ROLE_BIT } from '../packs/all.ts';
import type { SecretRule } from '../packs/secrets.ts';
import type { Hit } from './hit.ts';
import { type Source, cellAt } from './source.ts';

const PLACEHOLDER =
  /example|placeholder|changeme|your[-_ ]?|dummy|redacted|^<.*>?$|^\$\{|^\{\{|^%\(|\*{3,}|\.{3,}|^(.)\1+$|x{6,}|^(?:null|none|undefined|true|false)$/i;

export function findSecrets(source: Source): Hit[] {
  const hits: Hit[] = [];
  for (const { start, end, cue } of source.cues) {
    if ((cue.roles & ROLE_BIT.trigger) === 0) continue;
    for (const rule of cue.rules) {
      const hit = applyRule(source, rule, rule.at === 'prefix' ? start : end, cue.text);
      if (hit !== null) hits.push(hit);
    }
  }
  return hits;
}

function applyRule(source: Source, rule: SecretRule, at: number, cue: string): Hit | null {
  rule.pattern.lastIndex = at;
  const match = rule.pattern.exec(source.view.text);
  const value = match?.groups?.['v'];
  if (match === null || value === undefined) return null;
  if (!looksRandom(value, rule) || (cellAt(source.tables.cells, at) !== null && value.length < 8)) return null;
  const start = at + match[0].indexOf(value);
  return {
    type: 'secret',
    start,
    end: start + value.length,
    score: rule.score,
    check: 'none',
    cue,
    pack: 'secrets',
    role: false,
  };
}

function looksRandom(value: string, rule: SecretRule): boolean {
  if (rule.kinds === 0) return true;
  return !PLACEHOLDER.test(value) && kindsOf(value) >= rule.kinds && entropyOf(value) >= rule.entropy;
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
