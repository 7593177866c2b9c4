/** Structured averaged perceptron (Collins 2002): decode, compare, move the weights; the average over all steps is what stays. */
import { FEATURE_BITS, FEATURES } from '../../src/classify/model/features.ts';
import { addWeights, ROW } from '../../src/classify/model/names-model.ts';
import { bestTags, TAGS } from '../../src/classify/model/tags.ts';
import type { Random } from './random.ts';

export type Example = { readonly rows: Int32Array; readonly tags: Uint8Array };

export type Trained = { readonly weights: Float64Array; readonly transitions: Float64Array };

const ROWS = 1 << FEATURE_BITS;

/** Adds `change` to one weight and to its sum over time. */
type Learner = {
  readonly weights: Int32Array;
  readonly sums: Float64Array;
  readonly transitions: Int32Array;
  readonly transitionSums: Float64Array;
};

/** Trains on the examples in a new order each round. `report` is told the wrong units of each round. */
export function trainPerceptron(
  examples: readonly Example[],
  rounds: number,
  random: Random,
  report: (round: number, wrong: number, units: number) => void,
): Trained {
  const learner: Learner = {
    weights: new Int32Array(ROWS * ROW),
    sums: new Float64Array(ROWS * ROW),
    transitions: new Int32Array(TAGS * TAGS),
    transitionSums: new Float64Array(TAGS * TAGS),
  };
  const order = Int32Array.from(examples.keys());
  let step = 1;
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    let wrong = 0;
    let units = 0;
    for (const index of order) {
      const example = examples[index];
      if (example === undefined) continue;
      wrong += learn(learner, example, step);
      units += example.tags.length;
      step += 1;
    }
    report(round, wrong, units);
  }
  return {
    weights: average(learner.weights, learner.sums, step),
    transitions: average(learner.transitions, learner.transitionSums, step),
  };
}

/** Float64 sums of `step * change`: the average is `weight - sum / steps` (Daumé's trick). */
function average(weights: Int32Array, sums: Float64Array, steps: number): Float64Array {
  const result = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i += 1) result[i] = (weights[i] ?? 0) - (sums[i] ?? 0) / steps;
  return result;
}

/** Returns the number of units with a wrong tag. */
function learn(learner: Learner, { rows, tags }: Example, step: number): number {
  const { length } = tags;
  const scores = new Int32Array(length * TAGS);
  addWeights(rows, learner.weights, length, scores);
  const guess = new Uint8Array(length);
  bestTags(scores, learner.transitions, length, new Uint8Array(length * TAGS), guess);
  let wrong = 0;
  for (let i = 0; i < length; i += 1) {
    const right = tags[i] ?? 0;
    const given = guess[i] ?? 0;
    const rightBefore = i === 0 ? 0 : (tags[i - 1] ?? 0);
    const givenBefore = i === 0 ? 0 : (guess[i - 1] ?? 0);
    if (right !== given || rightBefore !== givenBefore) {
      move(learner.transitions, learner.transitionSums, rightBefore * TAGS + right, 1, step);
      move(learner.transitions, learner.transitionSums, givenBefore * TAGS + given, -1, step);
    }
    if (right === given) continue;
    wrong += 1;
    for (let k = 0; k < FEATURES; k += 1) {
      const at = (rows[i * FEATURES + k] ?? 0) * ROW;
      move(learner.weights, learner.sums, at + right, 1, step);
      move(learner.weights, learner.sums, at + given, -1, step);
    }
  }
  return wrong;
}

function move(weights: Int32Array, sums: Float64Array, at: number, change: number, step: number): void {
  weights[at] = (weights[at] ?? 0) + change;
  sums[at] = (sums[at] ?? 0) + change * step;
}

function shuffle(order: Int32Array, random: Random): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1);
    const kept = order[i] ?? 0;
    order[i] = order[other] ?? 0;
    order[other] = kept;
  }
}
