/** Closes documents whose view ended, in whichever process they are open: revoked ones within a second. */
import { describeError } from '../base/logger.ts';
import { sleep } from '../base/retry.ts';
import { SECOND } from '../base/units.ts';
import { livingViews } from '../store/tables/openings.ts';
import type { Tenant } from './deps.ts';
import type { OpenDeps } from './recipient-access.ts';

/** Closes every open document whose view is over. Returns how many. */
export async function closeEndedViews(
  { db, clock, viewing }: Pick<OpenDeps, 'db' | 'clock' | 'viewing'>,
  { orgId }: Pick<Tenant, 'orgId'>,
): Promise<number> {
  const open = viewing.documents.openIds();
  if (open.length === 0) return 0;
  const living = new Set(await livingViews(db.query, orgId, open, clock.now()));
  const ended = open.filter((id) => !living.has(id));
  await viewing.documents.close(ended);
  return ended.length;
}

/** Looks every second. Returns what ends it; everything open is closed then. */
export function watchViews(deps: OpenDeps, tenant: Pick<Tenant, 'orgId'>): () => Promise<void> {
  const stopping = new AbortController();
  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await closeEndedViews(deps, tenant);
      } catch (error) {
        // INVARIANT: while nobody can say whether a view still lives, no page of it is drawn either; the document may wait.
        if (!stopping.signal.aborted) deps.logger.error(describeError(error), 'ended views could not be looked for');
      }
      await sleep(SECOND, stopping.signal);
    }
  };
  const loop = watch();
  return async () => {
    stopping.abort();
    await loop;
    await deps.viewing.documents.close(deps.viewing.documents.openIds());
    await deps.viewing.renderer.close();
  };
}
