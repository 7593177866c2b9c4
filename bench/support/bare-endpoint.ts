/** The bare figure beside the gateway's: a Hono endpoint that reads a JSON body, inserts one row and answers. Run as a process of its own. */
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createServer } from 'node:http';
import { Pool } from 'pg';

const [port = '0', connection = '{}'] = process.argv.slice(2);
const pool = new Pool({ ...JSON.parse(connection), max: 6 });
await pool.query(
  'create table if not exists bench_bare (id uuid primary key, at timestamptz not null, body bytea not null)',
);

const app = new Hono();
app.post('/robot/send', async (c) => {
  const body = await c.req.text();
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null) return c.json({ errcode: 40035, errmsg: 'bad' });
  await pool.query('insert into bench_bare (id, at, body) values ($1, now(), $2)', [
    crypto.randomUUID(),
    Buffer.from(body),
  ]);
  return c.json({ errcode: 0, errmsg: 'ok' });
});
const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
createServer((request, response) => void listener(request, response)).listen(Number(port), '127.0.0.1', () => {
  process.stdout.write('ready\n');
});
