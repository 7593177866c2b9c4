/** Which programs hear a message that somebody wrote to a robot, and what they hear it called, over a real database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/base/secret.ts';
import type { Incoming } from '../../src/channels/receive.ts';
import { doorSettingsSchema } from '../../src/model/door.ts';
import type { InboundDeps } from '../../src/transfers/inbound/deps.ts';
import { relayMessage } from '../../src/transfers/inbound/relay.ts';
import type { RelayedMessage } from '../../src/transfers/stream-relay.ts';
import { waitFor } from '../support/flows.ts';
import { type TestDatabase, withTestDatabase } from '../support/test-database.ts';

const id = (number: number): string => `01920000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const ORG = id(1);
const AT = new Date('2026-11-26T02:00:00Z');

let database: TestDatabase;
beforeAll(async () => {
  database = await withTestDatabase();
});
afterAll(() => database?.close());

type Over = { readonly connectionId?: string; readonly personConnectionId?: string; readonly state?: 'paused' };

/** An application whose robot is called `en<number>` here. */
async function insertApp(number: number, over: Over = {}): Promise<void> {
  const { connectionId = 'dingtalk', personConnectionId = null, state = 'active' } = over;
  const route = { entityId: id(2), audienceId: id(3), connectionId, locale: 'en', purpose: 'internal_report' };
  const app = { robotCode: `en${number}`, agentId: number, personConnectionId };
  await database.db.query
    .insertInto('door')
    .values({
      org_id: ORG,
      door_id: id(number),
      kind: 'app',
      name_sealed: new Uint8Array(1),
      token_hash: new Uint8Array(32).fill(number),
      previous_hash: null,
      previous_until: null,
      app_key: `en${number}`,
      secret_sealed: new Uint8Array(1),
      previous_secret_sealed: null,
      settings: JSON.stringify(doorSettingsSchema.parse({ route, security: {}, app })),
      state,
      owner_id: id(4),
      created_at: AT,
      changed_at: AT,
    })
    .execute();
}

type Heard = { readonly doorId: string; readonly message: RelayedMessage };

function relayed(connection: string, robotCode: string): Heard[] {
  const heard: Heard[] = [];
  const message: Partial<Incoming> = {
    vendorId: 'm-1',
    conversation: { id: 'cid', kind: 'group', title: 'Plant' },
    sender: { id: 's', name: 'Wong', userId: undefined },
    robotCode,
    raw: new Secret(JSON.stringify({ robotCode, text: { content: 'How is pump 3' } })),
  };
  const relay = {
    deliver: async (doorId: string, given: RelayedMessage) => {
      heard.push({ doorId, message: given });
      return 'acknowledged' as const;
    },
  };
  const deps = { db: database.db, relay } as unknown as InboundDeps;
  relayMessage(deps, { orgId: ORG } as never, { id: connection, kind: 'dingtalk_app' }, message as Incoming);
  return heard;
}

describe('a message to the robot of a connection', () => {
  it('is heard by the programs that speak by this connection, under the name that each of them has for the robot', async () => {
    await insertApp(11, { connectionId: 'c-1' });
    await insertApp(12, { personConnectionId: 'c-1' });
    await insertApp(13, { connectionId: 'c-2' });
    await insertApp(14, { connectionId: 'c-1', state: 'paused' });
    const heard = relayed('c-1', 'dingrobot0001');
    await waitFor('two programs', async () => (heard.length === 2 ? true : undefined));
    const seen = heard.map(({ doorId, message }) => [doorId, message.data['robotCode'], message.data['text']]);
    expect(seen.sort()).toEqual([
      [id(11), 'en11', { content: 'How is pump 3' }],
      [id(12), 'en12', { content: 'How is pump 3' }],
    ]);
  });
});
