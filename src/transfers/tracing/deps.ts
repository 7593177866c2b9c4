/** What a trace works with. It needs no server: the data directory, and the records key that two officers joined. */
import type { PageRenderer } from '../../render/pages/port.ts';
import type { Tracer } from '../../render/trace/port.ts';
import type { Tenant, TransferDeps } from '../deps.ts';

export type TraceDeps = Pick<TransferDeps, 'db' | 'blobs' | 'crypto' | 'sha256' | 'keys' | 'fields' | 'clock'> & {
  readonly tracer: Tracer;
  readonly renderer: PageRenderer;
  /** Everything in a file that has the form of a stamp. */
  readonly findStamps: (bytes: Uint8Array) => Promise<readonly string[]>;
};

export type TraceTenant = Pick<Tenant, 'orgId'>;
