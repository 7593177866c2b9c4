/**
 * From a leaked file to whose copy it is: stamps in the file first, then its pixels. The pages that it may show are found among the stored
 * originals; what the mark left in the leak is read against them, and only then are the copies scored. Below the threshold nobody is named.
 */
import { hex, ownBytes } from '../../base/bytes.ts';
import type { TraceOptions, TraceResult, TraceState } from '../../model/tracing.ts';
import type { Leak, Observation } from '../../render/trace/port.ts';
import { score, type Score, verdict } from '../../render/trace/score.ts';
import { listMarkedObjects } from '../../store/tables/tracing.ts';
import { candidatesFor, copiesOf, type Copy, copiesStamped, createKeys, describeCopy, type Keys } from './copies.ts';
import type { TraceDeps, TraceTenant } from './deps.ts';
import { matchDocuments } from './match.ts';
import { basePage, openOriginal } from './originals.ts';
import { picturesOf } from './pictures.ts';

/** Pages that are looked at closely; each makes the threshold a little higher. */
const CLOSE_LOOKS = 3;

export type TraceCommand = {
  readonly recordsIdentity: string;
  readonly leak: Uint8Array;
  readonly options: TraceOptions;
  /** Of a trace of the same file that was interrupted. */
  readonly state: TraceState | undefined;
  readonly signal: AbortSignal;
  readonly onDocument: (state: TraceState, done: number, all: number) => Promise<void>;
};

/** Undefined when it was interrupted: `onDocument` was given what is needed to go on. */
export async function traceLeak(
  deps: TraceDeps,
  tenant: TraceTenant,
  command: TraceCommand,
): Promise<TraceResult | undefined> {
  const { options, leak } = command;
  const keys = createKeys(deps, tenant, command.recordsIdentity);
  const stamped = await copiesStamped(deps, tenant, keys, await deps.findStamps(leak));
  const objects = await listMarkedObjects(deps.db.query, tenant.orgId, {
    from: options.from === null ? null : new Date(options.from),
    until: options.until === null ? null : new Date(options.until),
    transferId: options.transferId,
    objectIds: null,
  });
  const fresh = freshState(deps, leak);
  const base: TraceResult = {
    verdict: stamped.length > 0 ? 'hint' : 'cannot_tell',
    why: null,
    copy: stamped[0] ?? null,
    figures: null,
    also: [],
    stamped: [...stamped],
    documents: { looked: 0, erased: 0, unreadable: 0 },
    at: deps.clock.now().toISOString(),
  };
  if (objects.length === 0) return { ...base, why: 'no_copies' };
  const pictures = await picturesOf(deps, leak);
  if (pictures.kind === 'none') return { ...base, why: pictures.why };
  try {
    const from = command.state?.leak === fresh.leak ? command.state : fresh;
    const looking = { ...command, leaks: pictures.leaks, objects, state: from };
    const state = await matchDocuments(deps, tenant, looking);
    if (command.signal.aborted) return undefined;
    const { done, erased, unreadable } = state;
    const documents = { looked: done.length, erased, unreadable };
    return { ...base, documents, ...(await lookClosely(deps, tenant, command, keys, pictures.leaks, state)) };
  } finally {
    for (const one of pictures.leaks) deps.tracer.release(one);
  }
}

export function freshState(deps: Pick<TraceDeps, 'sha256'>, leak: Uint8Array): TraceState {
  return { v: 1, leak: hex(deps.sha256(ownBytes(leak))), done: [], matches: [], erased: 0, unreadable: 0 };
}

type Look = {
  readonly page: number;
  readonly observation: Observation;
  readonly scores: readonly Score[];
  readonly copies: ReadonlyMap<string, Copy>;
};

type Finding = Partial<Pick<TraceResult, 'verdict' | 'why' | 'copy' | 'figures' | 'also'>>;

async function lookClosely(
  deps: TraceDeps,
  tenant: TraceTenant,
  command: TraceCommand,
  keys: Keys,
  leaks: readonly Leak[],
  state: TraceState,
): Promise<Finding> {
  const looks: Look[] = [];
  for (const match of state.matches.slice(0, CLOSE_LOOKS)) {
    const leak = leaks[match.picture];
    const look = leak === undefined ? undefined : await lookAt(deps, tenant, command, keys, leak, match);
    if (look !== undefined) looks.push(look);
  }
  if (state.matches.length === 0) return { why: 'no_page_matches' };
  if (looks.length === 0) return { why: 'not_registered' };
  return decide(deps, tenant, looks);
}

async function lookAt(
  deps: TraceDeps,
  tenant: TraceTenant,
  { recordsIdentity, options }: TraceCommand,
  keys: Keys,
  leak: Leak,
  { objectId, page }: TraceState['matches'][number],
): Promise<Look | undefined> {
  const original = await openOriginal(deps, tenant, recordsIdentity, objectId);
  if (original.kind !== 'open') return undefined;
  try {
    const pixels = await basePage(deps, original.document, page);
    const observation = await deps.tracer.observe(leak, pixels, options.corners ?? undefined);
    if (observation.kind === 'not_registered') return undefined;
    const copies = await copiesOf(deps, tenant, objectId);
    const groups = await candidatesFor(copies, keys, original.digest, page);
    return {
      page,
      observation,
      copies: new Map(copies.map((copy) => [copy.viewId, copy])),
      scores: groups.flatMap((group) =>
        score(
          observation,
          group.streams,
          group.copies.map(({ viewId }) => viewId),
        ),
      ),
    };
  } finally {
    await original.document.close();
  }
}

/** INVARIANT: every copy that was scored on any page counts as a candidate, or the threshold would be too low. */
async function decide(deps: TraceDeps, tenant: TraceTenant, looks: readonly Look[]): Promise<Finding> {
  const candidates = looks.reduce((sum, { scores }) => sum + scores.length, 0);
  const perCandidate = Math.max(...looks.map(({ observation }) => observation.scoresPerCandidate));
  const found = verdict(bestOfEach(looks.flatMap(({ scores }) => scores)), candidates, perCandidate);
  if (found.kind === 'no_finding') return { why: 'no_finding' };
  const look = looks.find(({ scores }) => scores.some((one) => one.viewId === found.viewId && one.t === found.t));
  const of = look?.scores.find(({ viewId }) => viewId === found.viewId);
  const copy = look?.copies.get(found.viewId);
  if (look === undefined || of === undefined || copy === undefined) return { why: 'no_finding' };
  const others = found.also.flatMap(({ viewId }) => look.copies.get(viewId) ?? []);
  return {
    verdict: 'identified',
    copy: await describeCopy(deps, tenant, copy, look.page),
    also: await Promise.all(others.map((one) => describeCopy(deps, tenant, one, look.page))),
    figures: {
      t: found.t,
      tL: of.tL,
      tW: of.tW,
      threshold: found.threshold,
      candidates,
      bound: found.bound,
      runnerUp: found.runnerUp ?? null,
      quality: look.observation.quality,
    },
  };
}

/** A view that was scored on several pages stands there once, with its greatest figure. */
function bestOfEach(scores: readonly Score[]): readonly Score[] {
  const best = new Map<string, Score>();
  for (const one of scores)
    if (one.t > (best.get(one.viewId)?.t ?? Number.NEGATIVE_INFINITY)) best.set(one.viewId, one);
  return [...best.values()];
}
