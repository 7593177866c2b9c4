/** A set of Postgres programs. */

export type Origin = 'configured' | 'system' | 'npm';

/** `directory` holds `postgres` and `initdb`; `root` is what has to be copied when the directory cannot be reached. */
export type Binaries = {
  readonly origin: Origin;
  readonly directory: string;
  readonly root: string;
  readonly version: string;
  readonly major: number;
};
