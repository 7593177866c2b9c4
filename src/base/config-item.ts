/** One setting: what it is for, how it is checked, where it comes from. docs/config.md is made from these. */
import type { z } from 'zod';

export type ConfigItem<T = unknown> = {
  /** One or two sentences for the administrator. */
  readonly doc: string;
  /** Parses the written form (always text; TOML lists are joined with commas). */
  readonly schema: z.ZodType<T, string>;
  /** Written form of the default; undefined when the setting may be absent. */
  readonly default: string | undefined;
  readonly env: string;
  /** Shown as `[redacted]`; may also come from a file named by `<ENV>_FILE`. */
  readonly secret?: boolean;
};

/** Keys are `section.name` as in entrepot.toml. */
export type ConfigTable = Readonly<Record<string, ConfigItem>>;

/** The parsed value of each key; undefined where a setting without default is absent. */
export type ConfigValues<T extends ConfigTable> = {
  readonly [K in keyof T]: T[K] extends ConfigItem<infer V>
    ? T[K]['default'] extends undefined
      ? V | undefined
      : V
    : never;
};
