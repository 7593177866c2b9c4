/** Two sets of rules over many facts, a few at a time: nobody who uses the server meanwhile waits for it. */
import type { ComparedCounts, ComparisonView, DifferenceView } from '../../model/api/packs.ts';
import type { Facts } from '../../model/facts.ts';
import { compareBy } from '../../policy/compare-decisions.ts';
import type { PolicyEngine } from '../../policy/engine.ts';
import type { Database } from '../../store/database.ts';
import { type PastDecision, pagePastDecisions } from '../../store/tables/shadow-runs.ts';
import type { AgreedSituation } from './deps.ts';

/** Decisions between two looks at what else there is to do. */
const AT_ONCE = 5;
const PAGE = 200;
/** Differences that are listed of each direction, of past decisions and of situations; all are counted. */
const MOST_LISTED = 150;

export type Comparison = {
  /** Past decisions of the organisation, newest first, `most` at most. `onProgress` gets how many were compared. */
  readonly past: (db: Database, orgId: string, most: number, onProgress?: Progress) => Promise<void>;
  readonly agreed: (situations: readonly AgreedSituation[], onProgress?: Progress) => Promise<void>;
  readonly result: () => ComparisonView;
};
type Progress = (done: number) => Promise<void>;
type Counts = { -readonly [K in keyof ComparedCounts]: number };
type Origin = Pick<DifferenceView, 'transfer' | 'situation' | 'at'>;

const none = (): Counts => ({ compared: 0, same: 0, stricter: 0, looser: 0, other: 0, undecided: 0 });

/** Returns a comparison of two engines that has looked at nothing yet. */
export function startComparison(before: PolicyEngine, after: PolicyEngine): Comparison {
  const counts = { past: none(), agreed: none() };
  const differences: DifferenceView[] = [];
  const look = (into: Counts, facts: Facts, origin: Origin): void => {
    const found = compareBy(before, after, facts);
    into.compared += 1;
    const kind = typeof found === 'string' ? found : found.direction;
    into[kind] += 1;
    if (typeof found === 'string' || into[kind] > MOST_LISTED) return;
    const [onlyBefore, onlyAfter] = [[...found.onlyBefore], [...found.onlyAfter]];
    differences.push({ ...origin, event: facts.event ?? 'send', ...found, onlyBefore, onlyAfter });
  };
  return {
    past: async (db, orgId, most, onProgress) => {
      for await (const one of inTurns(pastDecisions(db, orgId, most), counts.past, onProgress)) {
        const transfer = { id: one.transfer_id, reference: one.reference };
        look(counts.past, one.facts, { transfer, situation: null, at: one.at.toISOString() });
      }
    },
    agreed: async (situations, onProgress) => {
      for await (const { name, facts } of inTurns(situations, counts.agreed, onProgress))
        look(counts.agreed, facts, { transfer: null, situation: name, at: null });
    },
    result: () => ({
      past: counts.past,
      agreed: counts.agreed,
      differences: differences.toSorted((a, b) => rank(a) - rank(b)),
    }),
  };
}

const ORDER: readonly DifferenceView['direction'][] = ['looser', 'other', 'stricter'];

/** What became looser first, and what really happened before what was imagined. */
function rank({ direction, transfer }: DifferenceView): number {
  return ORDER.indexOf(direction) * 2 + Number(transfer === null);
}

async function* pastDecisions(db: Database, orgId: string, most: number): AsyncGenerator<PastDecision> {
  let before: { readonly at: Date; readonly id: string } | undefined;
  for (let left = most; left > 0; ) {
    const page = await pagePastDecisions(db.query, orgId, before, Math.min(PAGE, left));
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < Math.min(PAGE, left)) return;
    left -= page.length;
    before = { at: last.at, id: last.decision_id };
  }
}

/** Lets others have their turn every few, and says how far it is every page. */
async function* inTurns<T>(
  all: AsyncIterable<T> | Iterable<T>,
  counts: { readonly compared: number },
  onProgress: Progress | undefined,
): AsyncGenerator<T> {
  for await (const one of all) {
    yield one;
    if (counts.compared % AT_ONCE === 0)
      await new Promise((resume) => {
        setImmediate(resume);
      });
    if (counts.compared % PAGE === 0) await onProgress?.(counts.compared);
  }
}
