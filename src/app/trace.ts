/** What `entrepot trace` works on: the installation in ENTREPOT_DATA, read, and one event written. */
import { join } from 'node:path';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { systemClock } from '../base/clock.ts';
import { createIds } from '../base/ids.ts';
import { systemRandom } from '../base/random.ts';
import type { Io } from '../cli/io.ts';
import type { RecordsKeySource, TraceSource } from '../cli/trace.ts';
import { findInProcess } from '../render/files/run.ts';
import { createPageRenderer } from '../render/pages/renderer.ts';
import { createTracer } from '../render/trace/tracer.ts';
import { joinRecordsShares, recipientOf, SEAL } from '../seal/index.ts';
import { nodeCrypto } from '../seal/node-crypto.ts';
import { openDiskBlobs } from '../store/blobs/disk.ts';
import { findTransferByReference } from '../store/tables/consistency.ts';
import { findOrganisation } from '../store/tables/organisation.ts';
import { TRANSFER } from '../transfers/errors.ts';
import { createSealedFields } from '../transfers/sealed-fields.ts';
import type { TraceDeps } from '../transfers/tracing/deps.ts';
import { recordTrace } from '../transfers/tracing/record.ts';
import { traceLeak } from '../transfers/tracing/trace.ts';
import { INSTALLATION, openInstallation } from './installation.ts';

/** @throws `installation.not_found`, also before an organisation was set up; as `openInstallation` */
export async function openTraceHere(io: Io): Promise<TraceSource> {
  const installation = await openInstallation(io, { writes: true });
  const [renderer, tracer] = [createPageRenderer(), createTracer()];
  const close = async (): Promise<void> => {
    await renderer.close();
    await tracer.close();
    await installation.close();
  };
  try {
    const organisation = await findOrganisation(installation.db.query);
    if (organisation === undefined) throw INSTALLATION.not_found();
    const deps: TraceDeps = {
      db: installation.db,
      blobs: await openDiskBlobs(join(installation.directory, 'objects')),
      crypto: nodeCrypto,
      sha256: nodeSha256,
      keys: installation.keys,
      fields: createSealedFields(nodeCrypto, installation.keys, systemRandom),
      clock: systemClock,
      tracer,
      renderer,
      findStamps: findInProcess,
    };
    const tenant = { orgId: organisation.id };
    return {
      close,
      transferId: async (reference) => {
        const id = await findTransferByReference(deps.db.query, tenant.orgId, reference);
        if (id === undefined) throw TRANSFER.not_found();
        return id;
      },
      trace: async (leak, key, options, going) => {
        const recordsIdentity = await identityOf(key, organisation.recordsRecipient);
        const result = await traceLeak(deps, tenant, { recordsIdentity, leak, options, ...going });
        if (result !== undefined)
          await recordTrace(
            { ...deps, ids: createIds(systemClock, systemRandom), random: systemRandom },
            tenant,
            leak,
            result,
            { kind: 'system' },
          );
        return result;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** @throws `seal.records_mismatch` when the shares, or the identity, are not this organisation's */
async function identityOf(key: RecordsKeySource, recipient: string): Promise<string> {
  if (key.kind === 'shares') return joinRecordsShares(nodeCrypto, key.shares, recipient);
  if ((await recipientOf(key.identity)) !== recipient) throw SEAL.records_mismatch();
  return key.identity;
}
