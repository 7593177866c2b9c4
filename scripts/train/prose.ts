/** Sentences without sense, made of ordinary words with persons and organisations in between: they teach what ordinary words look like. */
import type { Organisations } from './organisations.ts';
import type { People } from './people.ts';
import type { Places } from './places.ts';
import { classesOf, hanProse } from './prose-han.ts';
import { EN, latinProse, PT } from './prose-latin.ts';
import type { Random } from './random.ts';
import type { Words } from './words.ts';

export type Prose = {
  readonly han: (random: Random) => string;
  readonly english: (random: Random) => string;
  readonly portuguese: (random: Random) => string;
};

export function createProse(words: Words, people: People, places: Places, organisations: Organisations): Prose {
  const classes = classesOf(words);
  return {
    han: (random) => hanProse(random, classes, people, places, organisations),
    english: (random) => latinProse(random, words.english, EN, people, places, organisations),
    portuguese: (random) => latinProse(random, words.portuguese, PT, people, places, organisations),
  };
}
