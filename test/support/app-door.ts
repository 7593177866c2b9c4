/**
 * An application's door on a running server, and calls through it as a program makes them: an audience of two with identifiers at the vendor,
 * a stand-in for DingTalk outside, the gateway on a port of its own.
 */
import type { DoorCreated, DoorCredentials } from '../../src/model/api/doors.ts';
import type { Recipient } from '../../src/model/api/recipients.ts';
import { addRecipient, type Officer, setUpOrganisation } from './flows.ts';
import { type Outside, startOutside } from './outside.ts';
import { openRunningDatabase, type RunningDatabase } from './running-database.ts';
import { freePort, startServer, type TestServer } from './server.ts';

export const CONVERSATION = 'cidGateway0000000001==';

export type Person = Recipient & { readonly userId: string };

export type AppDoor = {
  readonly server: TestServer;
  readonly outside: Outside;
  readonly database: RunningDatabase;
  readonly officer: Officer;
  /** Where programs reach the gateway. */
  readonly url: string;
  readonly id: string;
  readonly app: Extract<DoorCredentials, { kind: 'app' }>;
  readonly audienceId: string;
  readonly people: readonly [Person, Person];
  readonly makeDoor: (over?: DoorOver) => Promise<DoorCreated>;
  /** Ids of all transfers that came through a door, the oldest first. */
  readonly transfers: (doorId?: string) => Promise<string[]>;
  readonly stop: () => Promise<void>;
};

export type DoorOver = {
  readonly kind?: 'app' | 'robot';
  readonly route?: object;
  readonly security?: object;
  readonly answers?: object;
  readonly app?: object | null;
};

export async function startAppDoor(env: Readonly<Record<string, string>> = {}): Promise<AppDoor> {
  const outside = await startOutside();
  const port = await freePort();
  const server = await startServer({
    ...outside.settings(),
    ENTREPOT_GATEWAY: 'true',
    ENTREPOT_GATEWAY_PORT: String(port),
    ...env,
  });
  const officer = await setUpOrganisation(server);
  const database = await openRunningDatabase(server.dataDirectory);
  const people = [
    await addPerson(officer, 'wong.siuming', '+85366123456'),
    await addPerson(officer, 'ho_iokhan', '+85261234567'),
  ] as const;
  const { id: audienceId } = await officer.post<{ id: string }>('/api/v1/audiences', {
    name: 'On call',
    recipientIds: people.map((one) => one.id),
  });
  const entityId = (await officer.session()).entities[0]?.id ?? '';
  const makeDoor = ({ kind = 'app', route, app, ...over }: DoorOver = {}): Promise<DoorCreated> =>
    officer.post<DoorCreated>('/api/v1/doors', {
      kind,
      name: 'Plant monitoring',
      route: {
        entityId,
        audienceId,
        connectionId: 'dingtalk',
        locale: 'zh-Hant',
        purpose: 'internal_report',
        ...route,
      },
      app: kind === 'robot' ? null : { conversationIds: [CONVERSATION], ...app },
      ...over,
    });
  const { id, credentials } = await makeDoor();
  if (credentials.kind !== 'app') throw new Error('not an application');
  return {
    server,
    outside,
    database,
    officer,
    url: `http://127.0.0.1:${port}`,
    id,
    app: credentials,
    audienceId,
    people,
    makeDoor,
    transfers: async (doorId = id) => {
      const rows = await database.sql<{ transfer_id: string }>(
        'select transfer_id from transfer where door_id = $1 order by transfer_id',
        [doorId],
      );
      return rows.map((row) => row.transfer_id);
    },
    stop: async () => {
      await database.close().catch(() => undefined);
      await server.stop();
      await outside.close();
    },
  };
}

async function addPerson(officer: Officer, userId: string, phone: string): Promise<Person> {
  const recipient = await addRecipient(officer, { name: `Person ${userId}`, jurisdiction: 'MO', phone });
  await officer.post(`/api/v1/recipients/${recipient.id}/identities`, { vendor: 'dingtalk', providerId: userId });
  return { ...recipient, userId };
}

/** A program with a token, as it speaks to the vendor. */
export type Program = {
  readonly token: string;
  readonly v1: (method: string, path: string, body?: unknown) => Promise<Answer>;
  readonly oapi: (path: string, body: unknown) => Promise<Answer>;
};
export type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
};

export async function asProgram(url: string, app: Extract<DoorCredentials, { kind: 'app' }>): Promise<Program> {
  const got = await read(await fetch(`${url}/gettoken?appkey=${app.appKey}&appsecret=${app.appSecret}`));
  const token = String(got.body['access_token']);
  return {
    token,
    v1: async (method, path, body) =>
      read(
        await fetch(`${url}${path}`, {
          method,
          headers: { 'content-type': 'application/json', 'x-acs-dingtalk-access-token': token },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
    oapi: async (path, body) =>
      read(
        await fetch(`${url}${path}?access_token=${token}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
  };
}

export async function read(answer: Response): Promise<Answer> {
  const text = await answer.text();
  return { status: answer.status, body: JSON.parse(text) as Record<string, unknown>, headers: answer.headers };
}

/** Leaves a file; returns the answer. */
export async function leaveFile(
  url: string,
  token: string,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  type = 'file',
): Promise<Answer> {
  const form = new FormData();
  form.append('type', type);
  form.append('media', new Blob([bytes]), name);
  return read(await fetch(`${url}/media/upload?access_token=${token}`, { method: 'POST', body: form }));
}
