/** Challenges: one step of a proof that takes two. Each is for one kind, one visit and one recipient, serves once and ends soon. */
import type { z } from 'zod';
import { utf8 } from '../../base/bytes.ts';
import { type ChallengeRow, claimChallenge, insertChallenge, tryChallenge } from '../../store/tables/factors.ts';
import type { Trx } from '../../store/transaction.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import type { FactorSubject } from './subject.ts';

export type ChallengeKind = 'totp_enrol' | 'passkey_enrol' | 'passkey' | 'passphrase_enrol' | 'passphrase' | 'sign_in';

export type NewChallenge = {
  readonly kind: ChallengeKind;
  readonly data: Readonly<Record<string, string | number>>;
  readonly validMs: number;
  readonly tries?: number;
  readonly lookup?: Uint8Array;
};

type Deps = Pick<TransferDeps, 'ids' | 'clock' | 'fields'>;
type Who = Pick<FactorSubject, 'visit' | 'recipientId'>;

/** Stores a challenge and returns its id. */
export async function makeChallenge(
  deps: Deps,
  trx: Trx,
  tenant: Tenant,
  who: Who,
  challenge: NewChallenge,
): Promise<string> {
  const id = deps.ids.uuid();
  const now = deps.clock.now();
  await insertChallenge(trx, {
    org_id: tenant.orgId,
    challenge_id: id,
    kind: challenge.kind,
    transfer_id: who.visit.id,
    recipient_id: who.recipientId,
    data_sealed: await deps.fields.seal(contextOf(id), utf8(JSON.stringify(challenge.data))),
    lookup: challenge.lookup ?? null,
    tries_left: challenge.tries ?? 1,
    created_at: now,
    expires_at: new Date(now.getTime() + challenge.validMs),
  });
  return id;
}

/** What a challenge holds, taken so that it serves no second time; undefined when there is no such living one of this person. */
export async function takeChallenge<T>(
  deps: Deps,
  trx: Trx,
  tenant: Tenant,
  who: Who,
  kind: ChallengeKind,
  id: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const of = { kind, visitId: who.visit.id, recipientId: who.recipientId };
  const row = await claimChallenge(trx, tenant.orgId, id, of, deps.clock.now());
  return row === undefined ? undefined : readChallenge(deps, row, schema);
}

/** The same, but it stays until it is taken; each look costs one try. */
export async function lookAtChallenge<T>(
  deps: Deps,
  trx: Trx,
  tenant: Tenant,
  who: Who,
  kind: ChallengeKind,
  id: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const of = { kind, visitId: who.visit.id, recipientId: who.recipientId };
  const row = await tryChallenge(trx, tenant.orgId, id, of, deps.clock.now());
  return row === undefined ? undefined : readChallenge(deps, row, schema);
}

export async function readChallenge<T>(
  deps: Pick<TransferDeps, 'fields'>,
  row: Pick<ChallengeRow, 'challenge_id' | 'data_sealed'>,
  schema: z.ZodType<T>,
): Promise<T> {
  const json: unknown = JSON.parse(await deps.fields.open(contextOf(row.challenge_id), row.data_sealed));
  return schema.parse(json);
}

function contextOf(id: string): string {
  return `factor_challenge.data:${id}`;
}
