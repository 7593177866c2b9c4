/** The training of the names model on a trial run: no installed lists, few samples. */
import { describe, expect, it } from 'vitest';
import { readModel } from '../src/classify/model/names-model.ts';
import { normalise } from '../src/classify/scan/normalise.ts';
import { combine, learn } from '../scripts/train/learner.ts';
import { fill, mark, PERSON, toSample } from '../scripts/train/marks.ts';
import { createRandom } from '../scripts/train/random.ts';
import { createMakers } from '../scripts/train/samples.ts';
import { readWords } from '../scripts/train/words.ts';

/** Two learners, one of them with papers without anybody. */
function trial(seed: number, kinds = [0, 1]): Uint8Array {
  const learners = kinds.map((papers) => ({ seed, samples: 80, rounds: 2, papers, own: true }));
  const trained = learners.map((learner) => learn(learner, () => undefined));
  return combine(trained, true, 'trial');
}

describe('training', () => {
  const bytes = trial(7);

  it('gives the same bytes for the same seed, and others for another', () => {
    expect(Buffer.from(trial(7)).equals(bytes)).toBe(true);
    expect(Buffer.from(trial(8, [1])).equals(bytes)).toBe(false);
  });

  it('gives a model that can be read and run', () => {
    const model = readModel(bytes);
    expect(model.version).toBe('trial');
    const text = 'Dear Maria Silva, please call Peter Chan.';
    for (const span of model.find(normalise(text).codes)) expect(span.end).toBeLessThanOrEqual(text.length);
  });
});

describe('samples', () => {
  it('mark exactly what was put in', () => {
    const sample = toSample(`Dear ${mark(PERSON, 'Ana Reis')}, hello`);
    expect(sample).toEqual({ text: 'Dear Ana Reis, hello', spans: [{ entity: PERSON, start: 5, end: 13 }] });
  });

  it('fill every slot of every frame, and are the same for the same seed', () => {
    const { samples } = createMakers(readWords(true), 1);
    const texts = (): string[] => {
      const random = createRandom(3);
      return Array.from({ length: 300 }, () => samples(random).text);
    };
    const made = texts();
    expect(made).toEqual(texts());
    expect(made.filter((text) => /\{[A-Z]+\}|[\ue000-\ue003]/.test(text))).toEqual([]);
  });

  it('refuse a frame with an unknown slot', () => {
    expect(() => fill('a {NOTHING}', {}, createRandom(1))).toThrow('no slot NOTHING');
  });
});
