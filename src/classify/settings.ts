/** What an organisation makes of findings: given to the classifier, which knows no store. */
import type { Finding, FindingType } from '../model/classification.ts';
import { type LevelPolicy, SHIPPED_POLICY } from '../model/level-policy.ts';

/** Findings that the organisation knows to be wrong. */
export type Exceptions = {
  /** A keyed hash of a value in one spelling (`valueKey`). */
  readonly tag: (valueKey: string) => string;
  /** Whether any exception is about this type; others are not hashed. */
  readonly concerns: (type: FindingType) => boolean;
  /** The exception that takes a finding out; undefined where it counts. */
  readonly find: (type: FindingType, tag: string, check: Finding['check']) => string | undefined;
};

export type LevelSettings = {
  readonly policy: LevelPolicy;
  /** 0 for the shipped one. */
  readonly version: number;
  readonly exceptions?: Exceptions;
};

export const SHIPPED_LEVEL_SETTINGS: LevelSettings = { policy: SHIPPED_POLICY, version: 0 };
