/** Answers of sender and officers. What is granted becomes cells of the permission matrix, and takes effect with the commit. */
import type { AccessTerms, EffectiveTerms } from '../../model/access-terms.ts';
import type { AccessRequestState, AnswerRequest } from '../../model/api/access-requests.ts';
import { closeAccessRequest, type AccessRequestRow } from '../../store/tables/access-requests.ts';
import { EVERY } from '../../store/tables/access-terms.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import { lockTransfer } from '../../store/tables/transfers.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import type { Tenant, TransferDeps } from '../deps.ts';
import { setTerms } from '../terms/set-terms.ts';
import { openTermsBook } from '../terms/read.ts';
import { requestContexts } from './contexts.ts';
import { ACCESS_REQUEST } from './errors.ts';
import { atMost, capsOf, isAlive } from './possible.ts';
import { tellRecipient } from './tell-recipient.ts';
import { answersOf, requireRequest, type RequestReader } from './view.ts';

/**
 * Answers once. The recipient is told by the way of the notice that there is an answer, and finds it on his page.
 *
 * @throws `access_request.not_found`, `access_request.closed`, `access_request.reason_missing`, `access_request.nothing_given`,
 *   `access_request.not_possible` when it has ended for good, `access_request.beyond_rule` naming what would be possible
 */
export async function answerAccessRequest(
  deps: TransferDeps,
  tenant: Tenant,
  reader: RequestReader,
  requestId: string,
  answer: AnswerRequest,
): Promise<AccessRequestState> {
  const { row, transfer } = await requireRequest(deps, tenant, reader, requestId);
  if (row.state !== 'open') throw ACCESS_REQUEST.closed();
  if (!answersOf(row, transfer, reader).includes(answer.outcome)) throw ACCESS_REQUEST.not_found();
  if (answer.outcome === 'declined' && answer.reason === '') throw ACCESS_REQUEST.reason_missing();
  const sealed = await deps.fields.seal(requestContexts(requestId).answer, answer.reason);
  await tx(deps.db, async (trx) => {
    const locked = await lockTransfer(trx, tenant.orgId, transfer.transfer_id);
    if (locked === undefined) throw ACCESS_REQUEST.not_found();
    const at = deps.clock.now();
    const closing = { state: answer.outcome, at, by: reader.actor.id, answer: sealed };
    if (!(await closeAccessRequest(trx, tenant.orgId, requestId, closing))) throw ACCESS_REQUEST.closed();
    if (answer.outcome === 'granted') await give(deps, trx, tenant, reader, locked, row, answer);
    await recordEvent(deps, trx, tenant, {
      kind: `access_request.${answer.outcome}`,
      at,
      actor: { kind: 'staff', id: reader.actor.id },
      subjectId: requestId,
      // What is reported stays out of the history that the sender sees.
      ...(row.kind === 'abuse' ? {} : { transferId: row.transfer_id }),
      ...(row.object_id === null ? {} : { objectId: row.object_id }),
      detail: { kind: row.kind, ...givenIn(answer) },
    });
    if (row.proved && row.kind !== 'declined' && row.kind !== 'abuse')
      await tellRecipient(deps, trx, tenant, locked, row, at);
  });
  deps.log.nudge();
  return answer.outcome;
}

function givenIn({ until, opens, place, devices, permission }: AnswerRequest) {
  return {
    ...(until === undefined ? {} : { until }),
    ...(opens === undefined ? {} : { opens }),
    ...(place === undefined ? {} : { place }),
    ...(devices === undefined ? {} : { devices }),
    ...(permission === undefined ? {} : { permission }),
  };
}

/**
 * Writes what was granted into the cells of the recipient who asked, and nobody else's. INVARIANT: what the caps would cut is refused as a
 * whole: nobody is told that he got what he did not get.
 */
async function give(
  deps: TransferDeps,
  trx: Trx,
  tenant: Tenant,
  { actor }: RequestReader,
  transfer: TransferRow,
  row: AccessRequestRow,
  answer: AnswerRequest,
): Promise<void> {
  const { recipient_id: recipientId } = row;
  const now = deps.clock.now();
  if (recipientId === null || !(await isAlive(trx, tenant, transfer, row, now))) throw ACCESS_REQUEST.not_possible();
  const book = await openTermsBook(deps, trx, tenant, [transfer]);
  const wanted = row.object_id ?? EVERY;
  const wish = wishOf(row, answer, book.of(transfer, wanted, recipientId).terms);
  if (Object.keys(wish).length === 0) throw ACCESS_REQUEST.nothing_given();
  const { terms } = atMost(capsOf(book, transfer), wish);
  if (!isWhole(wish, terms, now)) throw ACCESS_REQUEST.beyond_rule({ until: terms.until ?? '', opens: terms.opensMax });
  const ownCells = book.rows.filter((one) => one.recipient_id === recipientId);
  // A narrower cell of his that says something else would win over the wider one.
  const keys = new Set([wanted, ...(row.object_id === null ? ownCells.map((one) => one.object_id) : [])]);
  for (const objectId of keys) {
    const seen = ownCells.find((one) => one.object_id === objectId)?.version ?? 0;
    const cell = { objectId: objectId === EVERY ? null : objectId, recipientId };
    await setTerms(deps, trx, tenant, actor, transfer.transfer_id, cell, wish, seen);
  }
}

/** @param now - What is in force for him. */
function wishOf(
  { kind }: AccessRequestRow,
  { until, opens, place, devices, permission }: AnswerRequest,
  now: EffectiveTerms,
): AccessTerms {
  if (kind === 'more_time') return until === undefined ? {} : { until };
  if (kind === 'more_opens') return opens === undefined ? {} : { opensMax: now.opensMax + opens };
  if (kind === 'download') return { permission: 'download' };
  const { countries } = now;
  return {
    ...(place === undefined || countries === null ? {} : { countries: [...new Set([...countries, place])] }),
    ...(devices === undefined ? {} : { devicesMax: devices }),
    ...(permission === undefined ? {} : { permission }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Whether the caps leave the whole wish, and it is still of use. */
function isWhole(wish: AccessTerms, terms: ReturnType<typeof atMost>['terms'], now: Date): boolean {
  const { until, opensMax, permission, countries, devicesMax } = wish;
  const isUntil = until === undefined || until === null || (terms.until === until && Date.parse(until) > now.getTime());
  return (
    isUntil &&
    (opensMax === undefined || terms.opensMax === opensMax) &&
    (permission === undefined || terms.permission === permission) &&
    (devicesMax === undefined || terms.devicesMax === devicesMax) &&
    (countries === undefined || countries === null || countries.every((one) => terms.countries?.includes(one) ?? true))
  );
}
