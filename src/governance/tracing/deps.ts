/** What tracing from the console works with. */
import type { TransferDeps } from '../../transfers/deps.ts';
import type { TraceDeps } from '../../transfers/tracing/deps.ts';

/** Traces under way in this process. */
export type Running = Map<string, AbortController>;

export type TracingDeps = TransferDeps &
  Pick<TraceDeps, 'tracer' | 'renderer' | 'findStamps'> & { readonly running: Running };
