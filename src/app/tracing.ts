/** Tracing in the process that serves the console: the tracer, the cases under way, and a look now and then at those that were left behind. */
import { describeError } from '../base/logger.ts';
import { MINUTE } from '../base/units.ts';
import { sweepTraceCases } from '../governance/tracing/cases.ts';
import type { TracingDeps } from '../governance/tracing/deps.ts';
import { findInProcess } from '../render/files/run.ts';
import { createTracer } from '../render/trace/tracer.ts';
import type { Features, Ground } from './features.ts';

export type Tracing = { readonly deps: TracingDeps; readonly stop: () => Promise<void> };

export function openTracing({ tenants, world }: Ground, { transfers }: Features): Tracing {
  const deps: TracingDeps = {
    ...transfers,
    tracer: createTracer(),
    renderer: transfers.viewing.renderer,
    findStamps: findInProcess,
    running: new Map(),
  };
  const sweep = async (): Promise<void> => {
    const tenant = await tenants.current();
    if (tenant !== undefined && deps.db.writes.refusedFor() === undefined) await sweepTraceCases(deps, tenant);
  };
  const look = (): void =>
    void sweep().catch((error: unknown) =>
      world.logger.error(describeError(error), 'cases of tracing could not be looked at'),
    );
  look();
  const timer = setInterval(look, 10 * MINUTE);
  return {
    deps,
    stop: async () => {
      clearInterval(timer);
      for (const stop of deps.running.values()) stop.abort();
      await deps.tracer.close();
    },
  };
}
