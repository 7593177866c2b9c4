/** What every use-case may ask of the world. Built once in app.ts; tests build their own. */
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logger.ts';
import type { Random } from './random.ts';

export type World = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly random: Random;
  readonly logger: Logger;
};
