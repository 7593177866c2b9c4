/** Classifies a text: what was found, how sensitive it is, about how many persons. Pure, synchronous, linear time. */
import type { Classification, Extracted, Finding } from '../model/classification.ts';
import type { Level } from '../model/level.ts';
import { categoriesOf, levelOf } from './levels.ts';
import { PACK_DIGEST } from './packs/all.ts';
import { estimatePersons } from './persons.ts';
import type { Hit } from './scan/hit.ts';
import { type Scan, scanText } from './scan/scan.ts';

export type ClassifyOptions = {
  /** Level of a text in which nothing is found. */
  readonly defaultLevel?: Level;
  /** What the text was extracted from; `text/plain` for a message as typed. */
  readonly contentType?: string;
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

/** Returns the classification of text that a reader got out of a file; anything but `full` is `restricted`. */
export function classifyExtracted(
  text: string,
  extracted: Extracted,
  problem: string | null,
  options: ClassifyOptions = {},
): Classification {
  const scan = scanText(text);
  const persons = estimatePersons(scan);
  // INVARIANT: what could not be read, or not wholly, counts as the strictest level.
  const level = extracted === 'full' ? levelOf(scan, persons, options.defaultLevel ?? 'internal') : 'restricted';
  return {
    level,
    findings: scan.hits.map((hit) => toFinding(hit, scan)),
    persons,
    extracted,
    problem,
    contentType: options.contentType ?? 'text/plain',
    categories: categoriesOf(scan),
    packDigest: PACK_DIGEST,
  };
}

function toFinding(hit: Hit, scan: Scan): Finding {
  const { toOriginal } = scan.source.view;
  const { type, score, check, cue, pack } = hit;
  // The end is taken from the last unit, so that a removed character behind the value does not belong to it.
  return { type, start: toOriginal(hit.start), end: toOriginal(hit.end - 1) + 1, score, check, cue, pack };
}
