/** Each trace is an audit event, written before anybody sees its result: what was looked for, whom it named, and how sure it was. */
import { hex, ownBytes } from '../../base/bytes.ts';
import type { TraceResult } from '../../model/tracing.ts';
import { tx } from '../../store/transaction.ts';
import { type AuditDeps, type EventActor, recordEvent } from '../audit.ts';
import type { TraceDeps, TraceTenant } from './deps.ts';

export async function recordTrace(
  deps: Pick<TraceDeps, 'db' | 'clock' | 'sha256' | 'fields'> & AuditDeps,
  tenant: TraceTenant,
  leak: Uint8Array,
  { verdict, why, copy, figures, documents }: TraceResult,
  actor: EventActor,
  caseId: string | null = null,
): Promise<void> {
  await tx(deps.db, (trx) =>
    recordEvent(deps, trx, tenant, {
      kind: 'trace.run',
      at: deps.clock.now(),
      actor,
      ...(copy === null ? {} : { subjectId: copy.recipient.id, transferId: copy.transferId, objectId: copy.objectId }),
      detail: {
        leak: hex(deps.sha256(ownBytes(leak))),
        verdict,
        why,
        opening: copy?.openingId ?? null,
        page: copy?.page ?? null,
        figure: figures === null ? null : figures.t.toFixed(2),
        threshold: figures === null ? null : figures.threshold.toFixed(2),
        candidates: figures?.candidates ?? 0,
        documents: documents.looked,
        case: caseId,
      },
    }),
  );
}
