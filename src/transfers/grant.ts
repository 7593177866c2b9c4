/**
 * From an allowing decision to grants and notices. Without a decision that allows there is no `Allowed` value, without one no grant,
 * without a grant no notice: the types force the order.
 */
import { type Bytes, base64url, fromHex, utf8 } from '../base/bytes.ts';
import { DAY } from '../base/units.ts';
import type { RouteWords } from '../model/notice.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { releaseTerms } from '../policy/obligations.ts';
import {
  createEnvelope,
  type Holder,
  type Permission,
  signManifest,
  splitDek,
  toManifestName,
  type UnsignedManifest,
  wrapSecret,
} from '../seal/index.ts';
import { insertGrants } from '../store/tables/grants.ts';
import { insertNoticeItems } from '../store/tables/notices.ts';
import { insertOutbox } from '../store/tables/outbox.ts';
import { endCustody, type SealedObjectRow } from '../store/tables/uploads.ts';
import type { TransferRow } from '../store/tables/transfers.ts';
import type { Trx } from '../store/transaction.ts';
import { recordEvent } from './audit.ts';
import { custodyContext, joinCustody } from './custody.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { UPLOAD } from './errors.ts';
import { registerGrant } from './register.ts';

/** A decision that allows, with its id. Made only by `asAllowed`. */
export type Allowed = { readonly decision: PolicyDecision; readonly decisionId: string; readonly __allowed: true };

/** The decision as permission to grant, or undefined when it does not allow. */
export function asAllowed(decision: PolicyDecision, decisionId: string): Allowed | undefined {
  return decision.outcome === 'allow' ? { decision, decisionId, __allowed: true } : undefined;
}

export type GrantedPart = {
  readonly object: SealedObjectRow;
  readonly name: string;
  readonly mediaType: string;
  /** The content key where the caller has it; else it is taken out of custody. */
  readonly dek?: Bytes;
};

export type GrantCommand = {
  readonly transfer: Pick<
    TransferRow,
    | 'transfer_id'
    | 'reference'
    | 'connection'
    | 'notice_locale'
    | 'expires_days'
    | 'opens_max'
    | 'audience_id'
    | 'door_id'
  >;
  readonly parts: readonly GrantedPart[];
  readonly recipients: readonly { readonly id: string; readonly handle: string }[];
  readonly at: Date;
};

/**
 * Makes every grant of a transfer, queues one notice per recipient and ends custody, all in `trx`. Returns when the grants end.
 *
 * INVARIANT: grants, notices, the entry in the register and the event `transfer.granted` exist together or not at all.
 */
export async function grantTransfer(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  allowed: Allowed,
  command: GrantCommand,
): Promise<Date> {
  const expiresAt = endOfGrants(allowed, command);
  await insertGrants(trx, await grantRows(deps, tenant, allowed, command));
  await endCustody(
    trx,
    tenant.orgId,
    command.parts.map((part) => part.object.object_id),
  );
  await registerGrant(deps, trx, tenant, command.transfer.transfer_id, command.at);
  await queueNotices(deps, trx, tenant, command, expiresAt);
  await recordEvent(deps, trx, tenant, {
    kind: 'transfer.granted',
    at: command.at,
    actor: { kind: 'system' },
    transferId: command.transfer.transfer_id,
    decision: { id: allowed.decisionId, outcome: 'allow' },
    channel: command.transfer.connection,
    detail: {
      recipients: command.recipients.length,
      objects: command.parts.length,
      expiresAt: expiresAt.toISOString(),
    },
  });
  return expiresAt;
}

/** When the grants of a command end. */
export function endOfGrants(
  allowed: Allowed,
  command: { readonly transfer: Pick<TransferRow, 'expires_days'>; readonly at: Date },
): Date {
  return new Date(command.at.getTime() + daysAllowed(allowed, command.transfer.expires_days) * DAY);
}

/**
 * The rows of every grant of a transfer: per object one for the records, and one per recipient, or one for the whole audience from which
 * each member's own is made when he first opens (audience-grants.ts).
 */
export async function grantRows(
  deps: TransferDeps,
  tenant: Tenant,
  allowed: Allowed,
  command: GrantCommand,
): Promise<GrantRows> {
  const expiresAt = endOfGrants(allowed, command);
  const permission = releaseTerms(allowed.decision).viewOnly ? 'view' : 'download';
  const holders = command.transfer.audience_id === null ? command.recipients.map(({ id }) => id) : [null];
  const rows: Promise<GrantRows[number]>[] = [];
  for (const part of command.parts) {
    const common = {
      ...part,
      dek: part.dek ?? (await takeFromCustody(deps, part.object)),
      expiresAt,
      at: command.at,
      transferId: command.transfer.transfer_id,
      decisionId: allowed.decisionId,
    };
    rows.push(
      grantRow(deps, tenant, {
        ...common,
        holder: 'records',
        permission: 'records',
        recipientId: null,
        opens: 0,
      }),
    );
    for (const recipientId of holders) {
      const opens = command.transfer.opens_max;
      rows.push(grantRow(deps, tenant, { ...common, holder: holderOf(permission), permission, recipientId, opens }));
    }
  }
  // Sealed in another thread where there is one: all are under way at once.
  return Promise.all(rows);
}

/** Who holds the share: of what may only be looked at, nobody but the page renderer. */
export function holderOf(permission: 'view' | 'download'): 'viewer' | 'custodian' {
  return permission === 'view' ? 'viewer' : 'custodian';
}

function takeFromCustody(deps: TransferDeps, object: SealedObjectRow): Promise<Bytes> {
  if (object.custody_secret === null) throw UPLOAD.damaged();
  return joinCustody(deps, custodyContext(object.oid), object.custody_envelope, object.custody_secret);
}

/** One notice per recipient, or the transfer's place in the queue of what is told to its audience. */
export async function queueNotices(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  command: GrantCommand,
  expiresAt: Date,
): Promise<void> {
  const { transfer, at } = command;
  if (transfer.audience_id === null) {
    for (const recipient of command.recipients) await queueNotice(deps, trx, tenant, command, recipient, expiresAt);
    return;
  }
  await insertNoticeItems(trx, [
    {
      org_id: tenant.orgId,
      item_id: deps.ids.uuid(),
      transfer_id: transfer.transfer_id,
      audience_id: transfer.audience_id,
      door_id: transfer.door_id,
      connection: transfer.connection,
      mentions: JSON.stringify({ recipients: [], all: false }),
      queued_at: at,
      due_at: at,
      expires_at: expiresAt,
    },
  ]);
}

/** The sender's wish, cut by the shortest limit that an obligation sets. */
function daysAllowed(allowed: Allowed, wished: number): number {
  return Math.min(wished, releaseTerms(allowed.decision).expiryDays ?? wished);
}

export type GrantRows = Parameters<typeof insertGrants>[1];

export type NewGrant = Omit<GrantedPart, 'dek'> & {
  readonly dek: Bytes;
  readonly holder: Exclude<Holder, 'recipient'>;
  readonly permission: Permission;
  readonly recipientId: string | null;
  readonly opens: number;
  readonly transferId: string;
  readonly decisionId: string;
  readonly at: Date;
  readonly expiresAt: Date;
  /** Of a living grant whose split this one takes the place of; left out for a new one. */
  readonly grantId?: string;
};

/** One grant: the content key split anew, the share in an envelope to its holder, the release secret wrapped. */
export async function grantRow(deps: TransferDeps, tenant: Tenant, grant: NewGrant): Promise<GrantRows[number]> {
  const grantId = grant.grantId ?? deps.ids.uuid();
  const { share, releaseSecret } = splitDek(grant.dek, deps.random);
  const sha256 = await deps.fields.openBytes(`object.sha256:${grant.object.object_id}`, grant.object.sha256_sealed);
  const manifest: UnsignedManifest = {
    v: 1,
    oid: base64url(grant.object.oid),
    gid: base64url(grantIdBytes(grantId)),
    holder: grant.holder,
    perm: grant.permission,
    share: base64url(share),
    rel: 'xor',
    floe: base64url(grant.object.floe_header),
    size: grant.object.size,
    sha256: base64url(sha256),
    leaves: null,
    name: toManifestName(grant.name),
    media: grant.mediaType,
    prev: null,
    nbf: Math.floor(grant.at.getTime() / 1000),
    exp: grant.holder === 'records' ? null : Math.floor(grant.expiresAt.getTime() / 1000),
    decision: grant.decisionId,
  };
  const signed = await signManifest(deps.crypto, deps.keys.sender.seed, manifest);
  const holderKeys: Readonly<Record<NewGrant['holder'], string>> = {
    custodian: deps.keys.custodian.recipient,
    viewer: deps.keys.viewer.recipient,
    records: tenant.recordsRecipient,
  };
  return {
    org_id: tenant.orgId,
    grant_id: grantId,
    transfer_id: grant.transferId,
    object_id: grant.object.object_id,
    recipient_id: grant.recipientId,
    holder: grant.holder,
    permission: grant.permission,
    envelope: await createEnvelope(signed, holderKeys[grant.holder], deps.crypto),
    wrapped_secret: await wrapSecret(deps.crypto, deps.keys.epoch, grantContext(grantId), releaseSecret, deps.random),
    not_before: grant.at,
    expires_at: grant.expiresAt,
    opens_left: grant.opens,
    decision_id: grant.decisionId,
    created_at: grant.at,
    revoked_at: null,
  };
}

/** Where a release secret belongs, so that it opens no other grant. */
export function grantContext(grantId: string): string {
  return `grant:${grantId}`;
}

/** The 16 bytes of a UUID, as the manifest carries them. */
export function grantIdBytes(grantId: string): Bytes {
  return fromHex(grantId.replaceAll('-', ''));
}

/** What the outbox keeps, sealed, until the notice is sent. */
export type StoredNotice = {
  readonly reference: string;
  readonly organisation: string;
  readonly link: string;
  readonly locale: string;
  readonly count?: number;
} & RouteWords;

async function queueNotice(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  command: GrantCommand,
  recipient: { readonly id: string; readonly handle: string },
  expiresAt: Date,
): Promise<void> {
  const outboxId = deps.ids.uuid();
  const draft: StoredNotice = {
    reference: command.transfer.reference,
    organisation: tenant.organisation,
    link: noticeLink(deps, recipient.handle),
    locale: command.transfer.notice_locale,
  };
  const queued = await insertOutbox(trx, {
    org_id: tenant.orgId,
    outbox_id: outboxId,
    kind: 'notice',
    transfer_id: command.transfer.transfer_id,
    recipient_id: recipient.id,
    connection: command.transfer.connection,
    // INVARIANT: one notice per transfer and recipient, whatever is retried.
    idem_key: `n.${command.transfer.transfer_id}.${recipient.id}`,
    draft_sealed: await deps.fields.seal(`outbox.draft:${outboxId}`, utf8(JSON.stringify(draft))),
    state: 'pending',
    attempt: 0,
    next_at: command.at,
    lease_until: null,
    expires_at: expiresAt,
    last_error: null,
    created_at: command.at,
    sent_at: null,
    sent_bytes: null,
    sent_hash: null,
    provider_ref: null,
  });
  if (queued) await deps.jobs.enqueue(trx, 'send-outbox', { orgId: tenant.orgId, outboxId });
}

/** The landing page of a notice: a random handle, no key, no share, no name. */
export function noticeLink(deps: Pick<TransferDeps, 'settings'>, handle: string): string {
  return `${deps.settings.publicUrl}/n/${handle}`;
}
