/** Classifies a text: what was found, how sensitive it is, about how many persons. Pure, synchronous, linear time. */
import type { Classification, Extracted, Finding, LevelEvidence } from '../model/classification.ts';
import type { Level } from '../model/level.ts';
import { categoriesOf, evidenceOf, levelOf } from './levels.ts';
import { PACK_DIGEST } from './packs/all.ts';
import { personsOf, valueKey } from './persons.ts';
import { COUNTING_SCORE, type Hit } from './scan/hit.ts';
import { NAMES_WITHIN } from './scan/names-by-model.ts';
import { type Scan, scanText } from './scan/scan.ts';
import type { NamesModel } from './model/names-model.ts';
import { type Exceptions, type LevelSettings, SHIPPED_LEVEL_SETTINGS } from './settings.ts';
import { examplesOf } from './summarise.ts';

export type ClassifyOptions = {
  /** Level of a text in which nothing is found, in place of the policy's own. */
  readonly defaultLevel?: Level;
  /** The organisation's levels and exceptions; the shipped ones where it is left out. */
  readonly levels?: LevelSettings;
  /** The names model (`names-model-node.ts` reads the shipped one). Without it names and addresses are found by rule only. */
  readonly names?: NamesModel | null;
  /** What the text was extracted from; `text/plain` for a message as typed. */
  readonly contentType?: string;
};

/** A classification and, beside it, who the content is about: never stored or sent as it is. */
export type ClassifiedPersons = {
  readonly classification: Classification;
  /** One key per person (`personsOf`); null when the content was not read wholly. Values: hash them at once. */
  readonly persons: readonly string[] | null;
};

/**
 * Returns the classification of `text` with offsets in UTF-16 units of `text`.
 *
 * Findings carry type, place, score, check and cue, never the value. Any string is accepted, lone surrogates included;
 * the time is linear in its length. Nothing is fetched, and nothing is remembered between calls.
 */
export function classifyText(text: string, options: ClassifyOptions = {}): Classification {
  return classifyExtracted(text, 'full', null, options);
}

/** Returns the classification of `text` together with the keys of the persons in it. */
export function classifyTextWithPersons(text: string, options: ClassifyOptions = {}): ClassifiedPersons {
  return classifyExtractedWithPersons(text, 'full', null, options);
}

/** Returns the classification of text that a reader got out of a file; anything but `full` is `restricted`. */
export function classifyExtracted(
  text: string,
  extracted: Extracted,
  problem: string | null,
  options: ClassifyOptions = {},
): Classification {
  return classifyExtractedWithPersons(text, extracted, problem, options).classification;
}

/** The same with the keys of the persons. */
export function classifyExtractedWithPersons(
  text: string,
  extracted: Extracted,
  given: string | null,
  options: ClassifyOptions = {},
): ClassifiedPersons {
  const { policy, version, exceptions } = options.levels ?? SHIPPED_LEVEL_SETTINGS;
  const scan = scanText(text, options.names ?? null);
  const unsought = isGiven(options.names) && hasUnsought(scan);
  const problem = given ?? (unsought ? UNSOUGHT : null);
  const excepted = exceptions === undefined ? NONE : exceptedHits(scan, exceptions);
  const hits = excepted.size === 0 ? scan.hits : scan.hits.filter((hit) => !excepted.has(hit));
  const persons = personsOf({ ...scan, hits });
  const doubts = doubtsOf(problem === GUESSED, unsought);
  const evidence = { ...evidenceOf(scan, hits, persons.length, extracted !== 'full'), ...doubts };
  const { level, raised } = levelOf(evidence, policy, options.defaultLevel);
  const findings = findingsOf(scan, excepted);
  const classification: Classification = {
    level,
    findings: exceptions === undefined ? findings : withTags(findings, scan, exceptions),
    persons: persons.length,
    extracted,
    problem,
    contentType: options.contentType ?? 'text/plain',
    categories: categoriesOf(scan, hits),
    packDigest: PACK_DIGEST,
    policyVersion: version,
    raised: [...raised],
    evidence,
  };
  // What was recognised in pictures may be about somebody though nobody was found; of a long text only some are known.
  const isUnknown = extracted !== 'full' || unsought || (problem === GUESSED && persons.length === 0);
  return { classification, persons: isUnknown ? null : persons };
}

/** What may have been missed, as evidence says it. */
function doubtsOf(guessed: boolean, unsought: boolean): Pick<LevelEvidence, 'guessed' | 'unsought'> {
  return { ...(guessed ? { guessed } : {}), ...(unsought ? { unsought } : {}) };
}

/** In a long text the model looks at samples: where these or the rules know somebody, others may have been missed. */
function hasUnsought({ source, hits }: Scan): boolean {
  return source.view.codes.length > NAMES_WITHIN && hits.some(isCountedName);
}

function isCountedName(hit: Hit): boolean {
  return hit.type === 'person_name' && hit.score >= COUNTING_SCORE && !hit.role;
}

function isGiven(names: NamesModel | null | undefined): boolean {
  return names !== undefined && names !== null;
}

/** Problem of a text that was recognised in pictures, wholly or partly (`extract/result.ts`). */
const GUESSED = 'ocr.guessed';

const UNSOUGHT = 'names.unsought';

const NONE: ReadonlyMap<Hit, string> = new Map();

/** The hits that an exception takes out, with its id. */
function exceptedHits(scan: Scan, exceptions: Exceptions): ReadonlyMap<Hit, string> {
  const out = new Map<Hit, string>();
  for (const hit of scan.hits) {
    if (!exceptions.concerns(hit.type)) continue;
    const id = exceptions.find(hit.type, exceptions.tag(keyOf(hit, scan)), hit.check);
    if (id !== undefined) out.set(hit, id);
  }
  return out;
}

function keyOf(hit: Hit, scan: Scan): string {
  return valueKey(hit.type, scan.source.view.text.slice(hit.start, hit.end));
}

/** The findings that are kept as examples can be marked as wrong later: they carry the hash of their value. */
function withTags(findings: readonly Finding[], scan: Scan, exceptions: Exceptions): Finding[] {
  const kept = new Set(examplesOf(findings));
  return findings.map((finding, at) => {
    const hit = scan.hits[at];
    return hit === undefined || !kept.has(finding) ? finding : { ...finding, tag: exceptions.tag(keyOf(hit, scan)) };
  });
}

function findingsOf({ hits, source }: Scan, excepted: ReadonlyMap<Hit, string>): Finding[] {
  const { toOriginal } = source.view;
  return hits.map((hit) => {
    const { type, score, check, cue, pack } = hit;
    // The end is taken from the last unit, so that a removed character behind the value does not belong to it.
    const finding = { type, start: toOriginal(hit.start), end: toOriginal(hit.end - 1) + 1, score, check, cue, pack };
    const id = excepted.size === 0 ? undefined : excepted.get(hit);
    return id === undefined ? finding : { ...finding, excepted: id };
  });
}
