/** From a sample to what the learner sees: rows of features and the right tag of each unit. */
import { FEATURES, features, readUnits } from '../../src/classify/model/features.ts';
import type { Lexicon } from '../../src/classify/model/lexicon.ts';
import { cutSequences } from '../../src/classify/model/sequences.ts';
import { tagAt } from '../../src/classify/model/tags.ts';
import { type Tokens, tokenise } from '../../src/classify/model/tokens.ts';
import { normalise } from '../../src/classify/scan/normalise.ts';
import type { Sample } from './marks.ts';
import type { Example } from './perceptron.ts';
import type { Random } from './random.ts';

/** Names of persons in this share of samples are looked up as if nobody had ever heard of them. */
const BLIND_SAMPLES = 0.35;
const BLIND_UNITS = 0.7;

export function toExamples(sample: Sample, lexicon: Lexicon, random: Random): Example[] {
  const { codes } = normalise(sample.text);
  // Made-up texts hold nothing that normalising would remove, so that offsets stay.
  if (codes.length !== sample.text.length) return [];
  const tokens = tokenise(codes);
  const tags = tagsOf(sample, tokens);
  const isBlind = random.chance(BLIND_SAMPLES);
  const units = readUnits(
    codes,
    tokens,
    lexicon,
    (index) => isBlind && (tags[index] ?? 0) > 0 && random.chance(BLIND_UNITS),
  );
  const bounds = cutSequences(codes, tokens);
  const examples: Example[] = [];
  for (let i = 0; i + 1 < bounds.length; i += 1) {
    const from = bounds[i] ?? 0;
    const to = bounds[i + 1] ?? 0;
    const rows = new Int32Array((to - from) * FEATURES);
    features(units, from, to, rows);
    examples.push({ rows, tags: tags.slice(from, to) });
  }
  return examples;
}

function tagsOf(sample: Sample, tokens: Tokens): Uint8Array {
  const tags = new Uint8Array(tokens.length);
  let at = 0;
  for (const span of sample.spans) {
    while (at < tokens.length && (tokens.start[at] ?? 0) < span.start) at += 1;
    const from = at;
    while (at < tokens.length && (tokens.end[at] ?? 0) <= span.end) at += 1;
    for (let i = from; i < at; i += 1) tags[i] = tagAt(span.entity, i - from, at - from);
  }
  return tags;
}
