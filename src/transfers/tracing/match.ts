/** Which stored pages a leaked picture may show: every page of which there is a copy is held against it, one document after the other. */
import type { TraceState } from '../../model/tracing.ts';
import type { Leak, Pixels } from '../../render/trace/port.ts';
import type { MarkedObject } from '../../store/tables/tracing.ts';
import { copiesOf, pagesWithCopies } from './copies.ts';
import type { TraceDeps, TraceTenant } from './deps.ts';
import { basePage, openOriginal } from './originals.ts';

/** Matches kept from document to document; the best few are looked at closely. */
const KEPT = 12;
/** Bases held in memory at once: 2 MB each. */
const BATCH = 16;

export type Looking = {
  readonly recordsIdentity: string;
  readonly leaks: readonly Leak[];
  readonly objects: readonly MarkedObject[];
  readonly state: TraceState;
  readonly signal: AbortSignal;
  /** After every document; what it is given is enough to go on later. */
  readonly onDocument: (state: TraceState, done: number, all: number) => Promise<void>;
};

/**
 * Goes through the documents that the state does not name yet, and returns the state in the end. Stops between two documents when told to.
 * Crash here: the state of the last document stands, and the next run goes on from it.
 */
export async function matchDocuments(deps: TraceDeps, tenant: TraceTenant, looking: Looking): Promise<TraceState> {
  let { state } = looking;
  for (const object of looking.objects) {
    if (looking.signal.aborted) break;
    if (state.done.includes(object.object_id)) continue;
    state = await matchDocument(deps, tenant, looking, state, object.object_id);
    await looking.onDocument(state, state.done.length, looking.objects.length);
  }
  return state;
}

async function matchDocument(
  deps: TraceDeps,
  tenant: TraceTenant,
  { recordsIdentity, leaks }: Looking,
  before: TraceState,
  objectId: string,
): Promise<TraceState> {
  const state = { ...before, done: [...before.done, objectId] };
  const original = await openOriginal(deps, tenant, recordsIdentity, objectId);
  if (original.kind !== 'open') return { ...state, [original.kind]: state[original.kind] + 1 };
  const { document } = original;
  const found: TraceState['matches'] = [];
  try {
    const pages = pagesWithCopies(await copiesOf(deps, tenant, objectId), document.pages.length);
    for (let from = 0; from < pages.length; from += BATCH) {
      const bases: { readonly ref: number; readonly image: Pixels }[] = [];
      for (const page of pages.slice(from, from + BATCH))
        bases.push({ ref: page, image: await basePage(deps, document, page) });
      for (const [picture, leak] of leaks.entries())
        for (const { ref, inliers } of await deps.tracer.matchPages(leak, each(bases)))
          found.push({ objectId, page: ref, picture, inliers });
    }
  } catch {
    // A page that cannot be drawn any more ends the look at this document, not the trace.
    return { ...state, unreadable: state.unreadable + 1, matches: best([...state.matches, ...found]) };
  } finally {
    await document.close();
  }
  return { ...state, matches: best([...state.matches, ...found]) };
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T, void, undefined> {
  yield* items;
}

function best(matches: TraceState['matches']): TraceState['matches'] {
  return matches.toSorted((a, b) => b.inliers - a.inliers).slice(0, KEPT);
}
