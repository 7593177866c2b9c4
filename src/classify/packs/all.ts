/** All packs, flattened for the scanner, and the digest that names this state of them. */
import type { FindingType } from '../../model/classification.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { type Automaton, buildAutomaton } from '../scan/automaton.ts';
import { foldText } from '../scan/chars.ts';
import { sha256Hex } from '../scan/digest.ts';
import { CN_PACK } from './cn.ts';
import { HK_PACK } from './hk.ts';
import { INTL_PACK } from './intl.ts';
import { MO_PACK } from './mo.ts';
import { type CueGroup, type CueRole, MARK, type Pack, type Shape } from './pack.ts';
import { PT_PACK } from './pt.ts';
import { SECRET_RULES, SECRETS_PACK, type SecretRule } from './secrets.ts';
import { TW_PACK } from './tw.ts';

export const PACKS: readonly Pack[] = [MO_PACK, HK_PACK, CN_PACK, TW_PACK, PT_PACK, INTL_PACK, SECRETS_PACK];

export const ROLE_BIT: Readonly<Record<CueRole, number>> = {
  label: 1,
  negative: 2,
  honorific: 4,
  title: 8,
  role: 16,
  term: 32,
  patient: 64,
  place: 128,
  trigger: 256,
  marker: 512,
  special: 1024,
  about: 2048,
  field: 4096,
  closing: 8192,
};

/** Types of numbers on cards and papers, which are scanned and typed. */
const REPAIRED: ReadonlySet<string> = new Set([
  'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'travel_permit', 'bank_card', 'bank_account', 'iban', 'cn_uscc', 'phone',
]); // biome-ignore format: a list reads better in rows

/** One word of a pack with everything that it does; several groups may share a word. */
export type Cue = {
  /** As it stands in the pack's list. */
  readonly text: string;
  /** What is searched for: the text, or a form's spelling with blanks between the characters (姓  名). */
  readonly word: string;
  readonly length: number;
  readonly groups: readonly CueGroup[];
  readonly rules: readonly SecretRule[];
  /** Place in `CUES`. */
  readonly index: number;
  /** Bits of `ROLE_BIT`: what the word does, so that most words are passed over by one comparison. */
  readonly roles: number;
  /** Types that it labels. */
  readonly labels: ReadonlySet<FindingType>;
  /** The neighbour on that side must not be a Latin letter or digit. */
  readonly boundBefore: boolean;
  readonly boundAfter: boolean;
};

export type Detector = Shape & {
  readonly pack: string;
  readonly marks: number;
  /** Also tried on a misread or small-lettered number. */
  readonly repairs: boolean;
};

export const DETECTORS: readonly Detector[] = PACKS.flatMap((pack) =>
  pack.shapes.map((shape) => {
    const marks = shape.marks ?? 0;
    return { ...shape, pack: pack.id, marks, repairs: REPAIRED.has(shape.type) && (marks & MARK.MASK) === 0 };
  }),
);

export const CUES: readonly Cue[] = collectCues();
export const CUE_AUTOMATON: Automaton = buildAutomaton(CUES.map((cue) => cue.word));

/** SHA-256 of the data of all packs (words, shapes, scores, versions); check functions are covered by the versions. */
export const PACK_DIGEST: string = sha256Hex(
  canonicalJson({
    packs: PACKS.map((pack) => ({
      id: pack.id,
      version: pack.version,
      cues: pack.cues.map((group) => ({
        role: group.role,
        types: group.types,
        words: group.words,
        signal: group.signal,
      })),
      shapes: pack.shapes.map((shape) => [shape.type, shape.pattern.source, shape.base, shape.needsCue === true]),
    })),
    secrets: SECRET_RULES.map((rule) => [rule.pattern.source, rule.entropy, rule.kinds, rule.score]),
  }),
);

function collectCues(): Cue[] {
  const byWord = new Map<string, { text: string; groups: CueGroup[]; rules: SecretRule[] }>();
  const entry = (word: string): { text: string; groups: CueGroup[]; rules: SecretRule[] } => {
    const key = foldText(word);
    const known = byWord.get(key) ?? { text: word, groups: [], rules: [] };
    byWord.set(key, known);
    return known;
  };
  for (const pack of PACKS) {
    if (pack.id === 'secrets') continue;
    for (const group of pack.cues) for (const word of group.words) entry(word).groups.push(group);
  }
  for (const rule of SECRET_RULES) for (const word of rule.words) entry(word).rules.push(rule);
  const entries = [...byWord.values()].flatMap((known) => spellings(known).map((word) => ({ ...known, word })));
  return entries.map(({ text, word, groups, rules }, index) => ({
    text,
    word,
    index,
    roles: groups.reduce((bits, group) => bits | ROLE_BIT[group.role], rules.length > 0 ? ROLE_BIT.trigger : 0),
    labels: new Set(groups.flatMap((group) => (group.role === 'label' ? group.types : []))),
    length: word.length,
    groups,
    rules,
    boundBefore: /^[0-9A-Za-zÀ-ſ]/.test(text) && !rules.some((rule) => rule.at === 'assignment'),
    boundAfter: /[0-9A-Za-zÀ-ſ]$/.test(text) && !rules.some((rule) => rule.at === 'prefix'),
  }));
}

/** Forms stretch short Chinese labels over the width of a column. */
function spellings({ text, groups }: { readonly text: string; readonly groups: readonly CueGroup[] }): string[] {
  const stretched =
    /^[\u4e00-\u9fff]{2,5}$/.test(text) && groups.some((group) => group.role === 'label' || group.role === 'field');
  if (!stretched) return [text];
  const gaps = text.length === 2 ? [' ', '  ', '    '] : [' '];
  return [text, ...gaps.map((gap) => Array.from(text).join(gap))];
}
