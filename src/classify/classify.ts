/** Classifies a text: what was found, how sensitive it is, about how many persons. Pure, synchronous, linear time. */
import type { Classification, Extracted, Finding } from '../model/classification.ts';
import type { Level } from '../model/level.ts';
import { categoriesOf, levelOf } from './levels.ts';
import { PACK_DIGEST } from './packs/all.ts';
import { personsOf } from './persons.ts';
import type { Hit } from './scan/hit.ts';
import { type Scan, scanText } from './scan/scan.ts';

export type ClassifyOptions = {
  /** Level of a text in which nothing is found. */
  readonly defaultLevel?: Level;
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
  problem: string | null,
  options: ClassifyOptions = {},
): ClassifiedPersons {
  const scan = scanText(text);
  const persons = personsOf(scan);
  // INVARIANT: what could not be read, or not wholly, counts as the strictest level.
  const level = extracted === 'full' ? levelOf(scan, persons.length, options.defaultLevel ?? 'internal') : 'restricted';
  const classification: Classification = {
    level,
    findings: scan.hits.map((hit) => toFinding(hit, scan)),
    persons: persons.length,
    extracted,
    problem,
    contentType: options.contentType ?? 'text/plain',
    categories: categoriesOf(scan),
    packDigest: PACK_DIGEST,
  };
  return { classification, persons: extracted === 'full' ? persons : null };
}

function toFinding(hit: Hit, scan: Scan): Finding {
  const { toOriginal } = scan.source.view;
  const { type, score, check, cue, pack } = hit;
  // The end is taken from the last unit, so that a removed character behind the value does not belong to it.
  return { type, start: toOriginal(hit.start), end: toOriginal(hit.end - 1) + 1, score, check, cue, pack };
}
