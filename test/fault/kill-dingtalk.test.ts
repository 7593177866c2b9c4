/** kill -9 between what DingTalk took and what we wrote down: sent again with the same msgUuid, so the group sees it once. */
import { describe, expect, it } from 'vitest';
import { type FakeDingtalk, startFakeDingtalk } from '../support/fake-dingtalk.ts';
import { addRecipient, setUpOrganisation, submit } from '../support/flows.ts';
import { startServer } from '../support/server.ts';
import { connectBeside, type Sql, until } from './disaster.ts';

const SECRET = 'SECfaultfaultfault';

describe('kill -9 while DingTalk is told', () => {
  it('shows every notice exactly once, however often it was sent', async () => {
    const fake = await startFakeDingtalk({ secret: SECRET });
    const server = await startServer({
      ENTREPOT_SANDBOX: 'false',
      ENTREPOT_DINGTALK_BASE_URL: fake.baseUrl,
      ENTREPOT_DINGTALK_TOKEN: 'fault0000fault0000',
      ENTREPOT_DINGTALK_SECRET: SECRET,
      // One-time codes need a second route; none is asked for here.
      ENTREPOT_SMTP_HOST: '127.0.0.1',
      ENTREPOT_SMTP_PORT: '2525',
      ENTREPOT_SMTP_SECURITY: 'plain-loopback',
      ENTREPOT_MAIL_FROM: 'notice@lotus.example',
    });
    try {
      const officer = await setUpOrganisation(server);
      const recipient = await addRecipient(officer);
      const sql = await connectBeside(server);
      const references: string[] = [];
      for (let round = 0; round < 2; round += 1) {
        const before = fake.requests();
        const sent = await submit(officer, { recipientIds: [recipient.id], connectionId: 'dingtalk' });
        expect(sent.state).toBe('granted');
        references.push(sent.reference);
        // The vendor has it; our commit is still to come.
        expect(await until(() => fake.requests() > before, 20_000)).toBe(true);
        await server.kill9();
        await sql.rows(`update outbox set lease_until = now() - interval '1 hour' where state = 'sending'`);
        await server.restart();
        await untilSent(sql);
      }
      expectOnce(fake, references);
      await sql.close();
    } finally {
      await server.stop();
      await fake.close();
    }
  });
});

async function untilSent(sql: Sql): Promise<void> {
  expect(await until(async () => !(await sql.any(`select 1 from outbox where state <> 'sent'`)), 20_000)).toBe(true);
}

function expectOnce(fake: FakeDingtalk, references: readonly string[]): void {
  const bodies = fake.delivered.map((one) => JSON.stringify(one.body));
  for (const reference of references) expect(bodies.filter((body) => body.includes(reference))).toHaveLength(1);
  expect(bodies).toHaveLength(references.length);
  // Otherwise this test would hit a moment that shows nothing.
  expect(fake.requests()).toBeGreaterThan(references.length);
}
