/** The learners of the names model: each makes samples of its own and learns from them; their weights are averaged. */
import { z } from 'zod';
import { buildLexicon } from '../../src/classify/model/lexicon.ts';
import { toExamples } from './examples.ts';
import { collectLexicon, type LexiconData } from './lexicon-list.ts';
import { type Trained, trainPerceptron } from './perceptron.ts';
import { createRandom } from './random.ts';
import { createMakers, type Makers } from './samples.ts';
import { readWords } from './words.ts';
import { writeModel } from './write-model.ts';

export const learnerSchema = z.strictObject({
  seed: z.number(),
  samples: z.number(),
  rounds: z.number(),
  /** How many papers without anybody among the samples; 0: none. */
  papers: z.number(),
  /** Without the installed word lists: enough for a trial run. */
  own: z.boolean(),
});

/** One of the learners whose weights are averaged. */
export type Learner = z.infer<typeof learnerSchema>;

const SCALE = 4;
const LEAST = 0.4;

function prepare(own: boolean, papers: number): { readonly makers: Makers; readonly data: LexiconData } {
  const makers = createMakers(readWords(own), papers);
  return { makers, data: collectLexicon(makers.words, makers.people, makers.places) };
}

/** Returns the weights of one learner. `log` is told how it goes. */
export function learn({ seed, samples, rounds, papers, own }: Learner, log: (line: string) => void): Trained {
  const { makers, data } = prepare(own, papers);
  const lexicon = buildLexicon(data.keys, data.entries, data.pairs);
  const random = createRandom(seed);
  const examples = Array.from({ length: samples }, () => toExamples(makers.samples(random), lexicon, random)).flat();
  log(`${String(data.keys.length)} lexicon entries, ${String(examples.length)} examples`);
  return trainPerceptron(examples, rounds, random, (round, wrong, units) =>
    log(`round ${String(round + 1)}: ${((100 * wrong) / units).toFixed(2)} % of ${String(units)} units wrong`),
  );
}

/** Returns the bytes of the model: the average of all weights, and the lexicon, which is the same for all. */
export function combine(trained: readonly Trained[], own: boolean, version: string): Uint8Array {
  const average = {
    weights: averageOf(trained.map((one) => one.weights)),
    transitions: averageOf(trained.map((one) => one.transitions)),
  };
  return writeModel(average, prepare(own, 0).data, version, SCALE, LEAST);
}

function averageOf(lists: readonly Float64Array[]): Float64Array {
  const average = new Float64Array(lists[0]?.length ?? 0);
  for (const one of lists) for (let i = 0; i < average.length; i += 1) average[i] = (average[i] ?? 0) + (one[i] ?? 0);
  return average.map((sum) => sum / lists.length);
}
