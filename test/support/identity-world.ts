/** Recipients who prove who they are, in one process on a real database: transfers granted, codes read from the outbox, a browser per person. */
import { deriveAccessKeys } from '../../src/access/keys.ts';
import { createRateLimiter, type RateLimiter } from '../../src/access/rate-limit.ts';
import type { TestClock } from '../../src/base/clock.ts';
import { systemRandom } from '../../src/base/random.ts';
import { Secret } from '../../src/base/secret.ts';
import type { SentRoute } from '../../src/model/api/open-identity.ts';
import type { SubmitTransferRequest } from '../../src/model/api/transfers.ts';
import { submitTransferSchema } from '../../src/model/api/transfers.ts';
import { createCodeStore } from '../../src/store/access/codes.ts';
import { createLockStore } from '../../src/store/access/locks.ts';
import { createRateCounters } from '../../src/store/access/rate-counters.ts';
import { createRecipientSessionStore } from '../../src/store/access/recipient-sessions.ts';
import type { Connection, StaffActor, Tenant } from '../../src/transfers/deps.ts';
import { requestCode, resumeSession, verifyIdentity } from '../../src/transfers/identify.ts';
import type { Identified } from '../../src/transfers/identity/prove.ts';
import type { OpenDeps, Opener, Visitor } from '../../src/transfers/recipient-access.ts';
import { createPageRenderer } from '../../src/render/pages/renderer.ts';
import { createCopyCache } from '../../src/transfers/downloads/copy-cache.ts';
import { createViewDocuments } from '../../src/transfers/view-documents.ts';
import { addRecipient } from '../../src/transfers/recipients.ts';
import { submitTransfer } from '../../src/transfers/submit.ts';
import { openBorderWorld } from './border-world.ts';
import type { TestDatabase } from './test-database.ts';

export type Person = { readonly id: string; readonly email: string };
export type Sent = { readonly transferId: string; readonly handles: readonly string[] };

/** A browser: a jar with the cookies of recipients. */
export type Jar = { cookie: string | null };

export type IdentityWorld = {
  readonly clock: TestClock;
  readonly database: TestDatabase;
  readonly deps: OpenDeps;
  readonly tenant: Tenant;
  readonly sender: StaffActor;
  readonly addPerson: (over?: { readonly phone?: string | null }) => Promise<Person>;
  readonly send: (people: readonly Person[], over?: Partial<SubmitTransferRequest>) => Promise<Sent>;
  /** Asks for a code and returns it in clear; undefined when none was sent. */
  readonly code: (handle: string, person: Person, route?: SentRoute) => Promise<string | undefined>;
  readonly verify: (
    handle: string,
    person: Person,
    code: string,
    jar?: Jar,
    as?: 'code' | 'spoken_code',
  ) => Promise<Identified | undefined>;
  readonly resume: (handle: string, jar: Jar) => Promise<Visitor | undefined>;
  /** Kinds of events with their details, oldest first. */
  readonly events: (kind: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

export const OPENER: Opener = {
  client: '198.51.100.0/24',
  address: '198.51.100.7',
  place: { jurisdiction: 'HK', city: null },
  isTrial: false,
};

const CONNECTIONS: readonly Connection[] = [
  { id: 'dingtalk', kind: 'dingtalk', reaches: 'group', jurisdiction: 'CN', sandbox: false },
  { id: 'email', kind: 'email', reaches: 'email', jurisdiction: 'MO', sandbox: false, codes: true },
  { id: 'sms', kind: 'sms', reaches: 'phone', jurisdiction: 'MO', sandbox: false, codes: true },
  { id: 'whatsapp', kind: 'whatsapp', reaches: 'phone', jurisdiction: 'US', sandbox: false, codes: true },
];

const UNLIMITED: RateLimiter = { take: async () => ({ kind: 'allowed', remaining: 1 }) };

/** @param limited - With the limits per client and link that come before everything else. */
export async function openIdentityWorld(options: { readonly limited?: boolean } = {}): Promise<IdentityWorld> {
  const border = await openBorderWorld(new Date('2026-11-23T10:00:00Z'));
  const { clock, database, tenant } = border;
  const keys = deriveAccessKeys(new Secret(systemRandom(32)));
  const deps: OpenDeps = {
    ...border.deps,
    channels: {
      connections: () => CONNECTIONS,
      codeConnection: (kind) => CONNECTIONS.find((one) => one.kind === kind),
      preview: async () => ({ contentType: '', body: '', bytes: 0 }),
    },
    access: {
      codes: { ...border.deps, key: keys.code },
      sessions: { ...border.deps, key: keys.recipientCsrf, secure: true },
      limiter:
        options.limited === true
          ? createRateLimiter(createRateCounters(database.db.query, tenant.orgId), keys.rate, clock)
          : UNLIMITED,
      codeStore: createCodeStore,
      lockStore: createLockStore,
      sessionStore: createRecipientSessionStore,
    },
    viewing: { renderer: createPageRenderer(), documents: createViewDocuments(), engine: 'entrepot test' },
    copies: createCopyCache(clock),
  };
  const { query } = database.db;
  const staff = await query.selectFrom('staff').select('staff_id').executeTakeFirstOrThrow();
  const entity = await query.selectFrom('legal_entity').select('entity_id').executeTakeFirstOrThrow();
  const sender: StaffActor = { kind: 'staff', id: staff.staff_id, role: 'officer' };
  let people = 0;
  return {
    clock,
    database,
    deps,
    tenant,
    sender,
    addPerson: async (over = {}) => {
      people += 1;
      const added = await addRecipient(deps, tenant, sender, {
        name: 'Wong Siu Ming',
        organisation: 'Harbour Partners',
        email: `person${people}@harbour.example`,
        jurisdiction: 'HK',
        city: null,
        kind: 'processor',
        locale: 'en',
        ...(over.phone === null ? {} : { phone: over.phone ?? '+85261234567' }),
      });
      return { id: added.id, email: added.email };
    },
    send: async (of, over = {}) => {
      const command = submitTransferSchema.parse({
        entityId: entity.entity_id,
        recipientIds: of.map((one) => one.id),
        message: 'The office is closed on public holidays.',
        uploadIds: [],
        purpose: 'internal_report',
        basis: null,
        connectionId: 'dingtalk',
        noticeLocale: 'en',
        limits: { expiresInDays: 7, opensMax: 5 },
        ...over,
      });
      const { transferId, state } = await submitTransfer(deps, tenant, sender, command);
      if (state !== 'granted') throw new Error(state);
      const rows = await query
        .selectFrom('transfer_recipient')
        .select(['recipient_id', 'handle'])
        .where('transfer_id', '=', transferId)
        .execute();
      return { transferId, handles: of.map((one) => rows.find((row) => row.recipient_id === one.id)?.handle ?? '') };
    },
    code: async (handle, person, route) => {
      const known = new Set((await codeRows(database)).map((row) => row.outbox_id));
      const command = { handle, address: person.email, locale: 'en' as const };
      await requestCode(deps, tenant, OPENER, route === undefined ? command : { ...command, route });
      return newestCode(deps, database, known);
    },
    verify: async (handle, person, code, jar = { cookie: null }, as) => {
      const command = { handle, address: person.email, code };
      const done = await verifyIdentity(
        deps,
        tenant,
        OPENER,
        as === undefined ? command : { ...command, as },
        jar.cookie,
      );
      keep(jar, done?.setCookie);
      return done;
    },
    resume: (handle, jar) => resumeSession(deps, tenant, handle, jar.cookie),
    events: async (kind) =>
      (await query.selectFrom('audit_event').select('event_id').where('kind', '=', kind).execute()).length,
    close: border.close,
  };
}

/** Puts the cookie of an answer into the jar. */
export function keep(jar: Jar, setCookie: string | null | undefined): void {
  if (setCookie !== null && setCookie !== undefined) jar.cookie = setCookie.split(';', 1)[0] ?? null;
}

/** A code that is not this one. */
export function otherThan(code: string, by = 1): string {
  return ((Number(code) + by) % 1_000_000).toString().padStart(6, '0');
}

function codeRows(database: TestDatabase) {
  return database.db.query.selectFrom('outbox').selectAll().where('kind', '=', 'code').execute();
}

/** The code in the one row of the outbox that was not there before. */
export async function newestCode(
  deps: OpenDeps,
  database: TestDatabase,
  known: ReadonlySet<string>,
): Promise<string | undefined> {
  const row = (await codeRows(database)).find((one) => !known.has(one.outbox_id));
  if (row === undefined || row.draft_sealed === null) return undefined;
  const draft: unknown = JSON.parse(await deps.fields.open(`outbox.draft:${row.outbox_id}`, row.draft_sealed));
  return (draft as { code: string }).code;
}
