/** The sandbox: what channels would have sent, kept for the page that shows it. */
import { z } from 'zod';
import type { SandboxSink, SendTarget } from '../channels/port.ts';
import { CHANNEL_KINDS } from '../model/channel.ts';
import type { SandboxMessage } from '../model/api/system.ts';
import { insertSandboxMessage, listSandboxMessages } from '../store/tables/egress.ts';
import { tx } from '../store/transaction.ts';
import type { TransferDeps } from './deps.ts';

const vendorSchema = z.enum(CHANNEL_KINDS);

/** Stores once per idempotency key: a notice repeated after a crash is one message, as with the vendor. */
export function createSandboxSink(deps: Pick<TransferDeps, 'db' | 'ids' | 'clock'>, orgId: string): SandboxSink {
  return {
    store: async (message) => {
      const head = [
        { name: message.method, value: message.url },
        ...Object.entries(message.headers).map(([name, value]) => ({ name, value })),
      ];
      const stored = await tx(
        deps.db,
        (trx) =>
          insertSandboxMessage(trx, {
            org_id: orgId,
            message_id: deps.ids.uuid(),
            idem_key: message.idempotencyKey,
            vendor: message.vendor,
            kind: message.kind,
            head: JSON.stringify(head),
            recipient: shownTarget(message.target),
            body: message.body,
            at: deps.clock.now(),
          }),
        { idempotent: true },
      );
      return stored ? 'stored' : 'duplicate';
    },
  };
}

function shownTarget(target: SendTarget): string {
  if (target.kind === 'email') return target.address;
  if (target.kind === 'phone') return target.number;
  return target.kind === 'user' || target.kind === 'conversation' ? target.id : '';
}

/** Newest first. Bodies are ours and always UTF-8. */
export async function readSandbox(
  deps: Pick<TransferDeps, 'db'>,
  orgId: string,
  after: string | undefined,
): Promise<SandboxMessage[]> {
  const rows = await listSandboxMessages(deps.db.query, orgId, after);
  return rows.map((row) => ({
    id: row.message_id,
    at: row.at.toISOString(),
    vendor: vendorSchema.parse(row.vendor),
    kind: row.kind,
    head: row.head,
    to: row.recipient,
    body: new TextDecoder().decode(row.body),
    bytes: row.body.length,
  }));
}
