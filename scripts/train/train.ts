/** `npm run train`: makes the training set, trains, writes `src/classify/model/names.bin`. The same seed gives the same bytes. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildLexicon } from '../../src/classify/model/lexicon.ts';
import { toExamples } from './examples.ts';
import { collectLexicon } from './lexicon-list.ts';
import { trainPerceptron } from './perceptron.ts';
import { createRandom } from './random.ts';
import { createMakers } from './samples.ts';
import { readWords } from './words.ts';
import { writeModel } from './write-model.ts';

export type TrainOptions = {
  readonly seed: number;
  readonly samples: number;
  readonly rounds: number;
  /** Without the installed word lists: enough for a trial run. */
  readonly own: boolean;
  readonly version: string;
};

const SCALE = 4;
const LEAST = 0.2;

/** Returns the bytes of the model. `log` is told how it goes. */
export function train(options: TrainOptions, log: (line: string) => void): Uint8Array {
  const words = readWords(options.own);
  const makers = createMakers(words);
  const data = collectLexicon(makers.words, makers.people, makers.places);
  const lexicon = buildLexicon(data.keys, data.entries, data.pairs);
  const random = createRandom(options.seed);
  const examples = Array.from({ length: options.samples }, () =>
    toExamples(makers.samples(random), lexicon, random),
  ).flat();
  log(`${String(data.keys.length)} lexicon entries, ${String(examples.length)} examples`);
  const trained = trainPerceptron(examples, options.rounds, random, (round, wrong, units) =>
    log(`round ${String(round + 1)}: ${((100 * wrong) / units).toFixed(2)} % of ${String(units)} units wrong`),
  );
  return writeModel(trained, data, options.version, SCALE, LEAST);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '853' },
      samples: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '4' },
      out: { type: 'string', default: 'src/classify/model/names.bin' },
    },
  });
  const bytes = train(
    {
      seed: Number(values.seed),
      samples: Number(values.samples),
      rounds: Number(values.rounds),
      own: false,
      version: 'names-2',
    },
    (line) => process.stderr.write(`${line}\n`),
  );
  writeFileSync(values.out, bytes);
  process.stderr.write(`${values.out}: ${String(bytes.length)} bytes\n`);
}
