/** kill -9 while what came through a door waits for its notice and another is being sent: nothing is lost, nothing is told twice. */
import { describe, expect, it } from 'vitest';
import { startFakeDingtalk } from '../support/fake-dingtalk.ts';
import { setUpOrganisation } from '../support/flows.ts';
import { addRobotDoor, rawCall, signedPath, textBody } from '../support/gateway.ts';
import { startServer } from '../support/server.ts';
import { connectBeside, expectCleanFsck, until } from './disaster.ts';

const SECRET = 'SECdoorsdoorsdoors';

describe('kill -9 between a door and DingTalk', () => {
  it('tells every accepted message in one notice, and leaves sound records', async () => {
    const fake = await startFakeDingtalk({ secret: SECRET });
    const server = await startServer({
      ENTREPOT_GATEWAY: 'true',
      ENTREPOT_SANDBOX: 'false',
      ENTREPOT_DINGTALK_BASE_URL: fake.baseUrl,
      ENTREPOT_DINGTALK_TOKEN: 'doors0000doors0000',
      ENTREPOT_DINGTALK_SECRET: SECRET,
      ENTREPOT_SMTP_HOST: '127.0.0.1',
      ENTREPOT_SMTP_PORT: '2525',
      ENTREPOT_SMTP_SECURITY: 'plain-loopback',
      ENTREPOT_MAIL_FROM: 'notice@lotus.example',
    });
    try {
      const officer = await setUpOrganisation(server);
      const door = await addRobotDoor(officer);
      const sql = await connectBeside(server);
      const accepted: string[] = [];
      const post = async (n: number): Promise<void> => {
        const answer = await rawCall(server.gatewayUrl, signedPath(door), { body: textBody(`message ${n}`) }).catch(
          () => undefined,
        );
        if (answer?.text.includes('"errcode":0') === true)
          accepted.push(String(answer.headers['x-entrepot-notice-id']));
      };
      for (let round = 0; round < 2; round += 1) {
        const before = fake.requests();
        const posting = Promise.all(Array.from({ length: 20 }, (_, n) => post(round * 20 + n)));
        // One notice is at the vendor; others of its route wait for it.
        expect(await until(() => fake.requests() > before, 20_000)).toBe(true);
        await server.kill9();
        await posting;
        await sql.rows(`update outbox set lease_until = now() - interval '1 hour' where state = 'sending'`);
        await server.restart();
        await post(100 + round);
        const waiting = `select 1 from outbox where state <> 'sent' union all select 1 from notice_item where notice_id is null`;
        expect(await until(async () => !(await sql.any(waiting)), 60_000)).toBe(true);
      }
      const told = await sql.rows<{ reference: string; keys: string[] }>(
        `select transfer.reference, array_agg(outbox.idem_key) as keys from transfer join notice_item using (org_id, transfer_id)
         join outbox using (org_id, notice_id) where outbox.state = 'sent' group by transfer.reference`,
      );
      const keys = new Map(told.map((one) => [one.reference, one.keys]));
      expect(accepted.length).toBeGreaterThan(1);
      for (const reference of accepted) expect(keys.get(reference)?.length, reference).toBe(1);
      const delivered = fake.delivered.map((one) => String(one.body['msgUuid']));
      expect(new Set(delivered).size).toBe(delivered.length);
      expect(new Set(delivered)).toEqual(new Set(told.flatMap((one) => one.keys)));
      await expectCleanFsck(server);
      await sql.close();
    } finally {
      await server.stop();
      await fake.close();
    }
  });
});
