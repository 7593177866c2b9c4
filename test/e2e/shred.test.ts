/** What ends, ends for good: no half of a content key is left that a later thief of database and key folder could put together. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectToRunning } from '../../src/store/postgres/connection-file.ts';
import { addRecipient, type Officer, setUpOrganisation, submit, upload, waitForUpload } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let officer: Officer;
let pool: Pool;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  pool = new Pool((await connectToRunning(server.dataDirectory)) ?? {});
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});

async function count(sql: string, ...values: string[]): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(`select count(*) as n from ${sql}`, values);
  return Number(rows[0]?.n);
}

function objects(): string[] {
  return readdirSync(join(server.dataDirectory, 'objects'), { recursive: true, withFileTypes: true }).flatMap(
    (entry) => (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name) ? [entry.name] : []),
  );
}

async function file(text: string): Promise<string> {
  const id = await upload(officer, new TextEncoder().encode(text), 'minutes.txt');
  await waitForUpload(officer, id);
  return id;
}

describe('the halves of a content key', () => {
  it('are gone for every recipient after revocation, while the organisation keeps its own record', async () => {
    const recipient = await addRecipient(officer);
    const { transferId, state } = await submit(officer, {
      recipientIds: [recipient.id],
      uploadIds: [await file('opening hours')],
    });
    expect(state).toBe('granted');
    const alive = 'object_grant where transfer_id = $1 and wrapped_secret is not null';
    expect(await count(`${alive} and recipient_id is not null`, transferId)).toBe(2);
    // Custody of the drafts ended with the grant, on the object and on the upload that it came from.
    expect(await count('sealed_object where custody_secret is not null')).toBe(0);
    expect(await count('upload where custody_secret is not null')).toBe(0);

    await officer.post(`/api/v1/transfers/${transferId}/revoke`, {});
    expect(await count(`${alive} and recipient_id is not null`, transferId)).toBe(0);
    expect(await count(`${alive} and holder = 'records'`, transferId)).toBe(2);
  });

  it('are gone when a held transfer is withdrawn', async () => {
    const recipient = await addRecipient(officer, { jurisdiction: 'CN', city: 'CN-GD-ZH' });
    const { transferId, state } = await submit(officer, {
      recipientIds: [recipient.id],
      message: 'Call Wong Siu Ming at +853 6612 3456.',
      uploadIds: [await file('Wong Siu Ming, +853 6612 3456')],
    });
    expect(state).toBe('held');
    expect(await count('sealed_object where custody_secret is not null')).toBe(2);
    await officer.post(`/api/v1/transfers/${transferId}/withdraw`, {});
    expect(await count('sealed_object where custody_secret is not null')).toBe(0);
  });

  it('go with the bytes when an upload is thrown away', async () => {
    // What the withdrawn transfer left may still be on its way out: only what is new counts.
    const before = new Set(objects());
    const id = await file('a draft that nobody sends');
    const added = objects().filter((name) => !before.has(name));
    expect(added).toHaveLength(1);
    const answer = await officer.request('DELETE', `/api/v1/uploads/${id}`, {
      headers: { 'tus-resumable': '1.0.0', 'x-entrepot-csrf': await officer.csrf() },
    });
    expect(answer.status).toBe(204);
    expect(objects()).not.toContain(added[0]);
    expect(await count('upload where upload_id = $1', id)).toBe(0);
    expect(await count('sealed_object where custody_secret is not null')).toBe(0);
  });
});
