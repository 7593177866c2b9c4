/**
 * Which shapes a run of numbers is tried with. Most runs are amounts, days and order numbers that no shape fits: a list that is wanted
 * often gets one expression for each few of its shapes, which says by a single look whether one of them fits at all.
 */
import { type Detector, DETECTORS } from '../packs/all.ts';
import { anyOf } from '../packs/pack.ts';

/** Runs with more digits than this are tried with every shape. */
const MANY_DIGITS = 24;
/** More than the bits of `MARK`. */
const MASKS = 512;
/** So many shapes share an expression: with more, runs that one of them fits pay for the others. */
const GROUP = 8;
/** Making the expressions of a list costs as much as trying its shapes on some hundred runs. */
const OFTEN = 64;
/** Shorter lists are tried as fast as looked at. */
const WORTH_IT = 2;

type Group = { readonly any: RegExp; readonly detectors: readonly Detector[] };

const NONE: readonly Detector[] = [];

/** The shapes for runs of one kind. */
export class Battery {
  readonly #detectors: readonly Detector[];
  #groups: readonly Group[] | null = null;
  #met = 0;

  constructor(detectors: readonly Detector[]) {
    this.#detectors = detectors;
  }

  get isEmpty(): boolean {
    return this.#detectors.length === 0;
  }

  /** Returns the shapes that may fit `text`, in the order of the packs: none that does is left out. */
  fitting(text: string): readonly Detector[] {
    if (this.#groups !== null) return fitting(this.#groups, text);
    this.#met += 1;
    if (this.#met === OFTEN && this.#detectors.length > WORTH_IT) this.#groups = groupsOf(this.#detectors);
    return this.#detectors;
  }
}

function fitting(groups: readonly Group[], text: string): readonly Detector[] {
  let found = NONE;
  for (const { any, detectors } of groups) {
    if (any.test(text)) found = found.length === 0 ? detectors : [...found, ...detectors];
  }
  return found;
}

function groupsOf(detectors: readonly Detector[]): Group[] {
  const groups: Group[] = [];
  for (let i = 0; i < detectors.length; i += GROUP) {
    const group = detectors.slice(i, i + GROUP);
    groups.push({ any: anyOf(group.map((detector) => detector.pattern)), detectors: group });
  }
  return groups;
}

/** By digits, marks, joined and labelled, made when they are first wanted. */
const BATTERIES: (Battery | undefined)[] = Array.from({ length: (MANY_DIGITS + 1) * MASKS * 4 });

const JOINED: readonly (readonly Detector[])[] = Array.from({ length: MANY_DIGITS + 1 }, (_, digits) =>
  DETECTORS.filter((detector) => detector.digits <= digits),
);
const SINGLE: readonly (readonly Detector[])[] = JOINED.map((detectors, digits) =>
  detectors.filter((detector) => (detector.most ?? MANY_DIGITS) >= digits),
);

/** Returns the shapes whose value can be in a run with so many digits; `joined`: of several words; `labelled`: some label is near. */
export function batteryFor(digits: number, marks: number, joined: boolean, labelled: boolean): Battery {
  const many = Math.min(digits, MANY_DIGITS);
  const key = ((many * MASKS + marks) << 2) | (joined ? 2 : 0) | (labelled ? 1 : 0);
  const known = BATTERIES[key];
  if (known !== undefined) return known;
  const made = new Battery(
    ((joined ? JOINED : SINGLE)[many] ?? []).filter(
      (detector) => (detector.marks & marks) === detector.marks && (labelled || detector.needsCue === undefined),
    ),
  );
  BATTERIES[key] = made;
  return made;
}
