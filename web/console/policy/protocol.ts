/** What the page and the worker that decides say to each other. Both are of one bundle, so the types are the contract. */
import type { PackFilesAnswer } from '../../../src/model/api/packs.ts';
import type { Facts } from '../../../src/model/facts.ts';
import type { Locale } from '../../../src/model/locale.ts';
import type { MatrixAxes, MatrixCell } from '../../../src/policy/matrix.ts';
import type { WhatIf } from '../../../src/policy/what-if.ts';

/** Codes of the errors catalogue. */
export const NO_WASM = 'console.wasm_missing';
export const NOT_LOADED = 'console.rules_not_loaded';
export const OTHER_RULES = 'console.rules_differ';

export type PolicyQuestion =
  | { readonly kind: 'load'; readonly rules: PackFilesAnswer }
  | { readonly kind: 'decide'; readonly facts: Facts; readonly locale: Locale }
  /** Answered cell by cell until `matrix`; a newer one ends an older one. */
  | { readonly kind: 'matrix'; readonly base: Facts; readonly axes: MatrixAxes };
export type PolicyRequest = PolicyQuestion & { readonly id: number };

export type LoadedPack = {
  readonly pack: string;
  readonly titles: Readonly<Record<Locale, string>>;
  readonly version: string;
  readonly digest: string;
  readonly reviewed: boolean;
};
export type PolicyResult =
  | { readonly kind: 'loaded'; readonly packs: readonly LoadedPack[]; readonly rules: number }
  | { readonly kind: 'decided'; readonly answer: WhatIf }
  | { readonly kind: 'matrix' }
  | { readonly kind: 'failed'; readonly code: string };
export type PolicyAnswer = { readonly id: number } & (
  | PolicyResult
  | { readonly kind: 'cells'; readonly cells: readonly MatrixCell[]; readonly done: number; readonly total: number }
);
