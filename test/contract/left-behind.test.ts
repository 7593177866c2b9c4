/** What a crash left between a standing record and the transfers that it serves is found again. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemRandom } from '../../src/base/random.ts';
import { listHeldBehindRecords } from '../../src/store/tables/transfers.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const entity = '01920000-0000-7000-8000-0000000000e1';
const other = '01920000-0000-7000-8000-0000000000e2';
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 25, 10, minute));
let database: Awaited<ReturnType<typeof withTestDatabase>>;

beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database.close());

const id = (number: number): string => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`;

async function transfer(number: number, state: 'held' | 'granted', decided: Date): Promise<string> {
  const transferId = id(number);
  const { query } = database.db;
  await query
    .insertInto('transfer')
    .values({
      org_id: orgId,
      transfer_id: transferId,
      reference: `EN-${number}`,
      entity_id: entity,
      sender_id: id(900),
      state,
      level: 'internal',
      classification: '{}',
      purpose: 'supply',
      connection: 'dingtalk',
      notice_locale: 'en',
      expires_days: 7,
      opens_max: 5,
      content_hash: systemRandom(32),
      decision_id: null,
      created_at: at(0),
      granted_at: null,
      expires_at: null,
      ended_at: null,
    })
    .execute();
  await query
    .insertInto('policy_decision')
    .values({
      org_id: orgId,
      decision_id: id(number + 100),
      transfer_id: transferId,
      recipient_id: null,
      event: 'send',
      outcome: state === 'held' ? 'held' : 'allow',
      facts: '{}',
      decision: '{}',
      at: decided,
    })
    .execute();
  return transferId;
}

async function standing(number: number, entityId: string, recorded: Date, withdrawn: boolean = false): Promise<void> {
  const empty = JSON.stringify([]);
  await database.db.query
    .insertInto('legal_basis')
    .values({
      org_id: orgId,
      basis_id: id(number),
      transfer_id: null,
      bases: empty,
      filings: empty,
      contracts: empty,
      assessments: empty,
      facts: '{}',
      necessary: false,
      evidence_sealed: systemRandom(8),
      reference_sealed: null,
      recorded_by: id(900),
      recorded_at: recorded,
      scope: '{}',
      scope_hash: 'x',
      entity_id: entityId,
      effective_at: null,
      expires_at: null,
      withdrawn_at: withdrawn ? recorded : null,
      withdrawn_by: null,
      duty_id: null,
    })
    .execute();
}

it('finds held transfers that were decided before the newest standing record of their entity, and no others', async () => {
  const before = await transfer(1, 'held', at(1));
  await transfer(2, 'held', at(9));
  await transfer(3, 'granted', at(1));
  const left = (): Promise<string[]> => listHeldBehindRecords(database.db.query, orgId);
  expect(await left()).toEqual([]);
  await standing(50, other, at(5));
  await standing(51, entity, at(5), true);
  expect(await left()).toEqual([]);
  await standing(52, entity, at(5));
  expect(await left()).toEqual([before]);
});
