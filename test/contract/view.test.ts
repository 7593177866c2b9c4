/** A view on a real database and the real renderer, in one process: what comes before what, what is counted, and what ends it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, fromBase64url, hex, ownBytes, utf8 } from '../../src/base/bytes.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import { HOUR, MINUTE } from '../../src/base/units.ts';
import type { AccessTerms } from '../../src/model/access-terms.ts';
import type { OpenResponse } from '../../src/model/api/open.ts';
import type { PageRenderer } from '../../src/render/pages/port.ts';
import { createPageRenderer } from '../../src/render/pages/renderer.ts';
import { claimOpening, findOpening, type OpeningRow } from '../../src/store/tables/grants.ts';
import { openBody } from '../../src/store/blobs/body.ts';
import { openingsOverCount } from '../../src/store/tables/consistency.ts';
import { findObjects } from '../../src/store/tables/uploads.ts';
import { tx } from '../../src/store/transaction.ts';
import { openEnvelope, openObject as openSealedObject, unwrapSecret } from '../../src/seal/index.ts';
import { grantContext } from '../../src/transfers/grant.ts';
import { openEventFields } from '../../src/transfers/audit.ts';
import { endByStaff } from '../../src/transfers/end.ts';
import { openObject } from '../../src/transfers/open.ts';
import { viewContext, VIEW_TIMES } from '../../src/transfers/open-view.ts';
import type { OpenDeps, Visitor } from '../../src/transfers/recipient-access.ts';
import { replaceTerms } from '../../src/transfers/terms/set-terms.ts';
import { createViewDocuments } from '../../src/transfers/view-documents.ts';
import { findInPages, readPage, readPageText } from '../../src/transfers/view-pages.ts';
import { closeEndedViews } from '../../src/transfers/view-watch.ts';
import { type IdentityWorld, openIdentityWorld, OPENER } from '../support/identity-world.ts';

const MESSAGE = 'The heron stands in the reservoir.\nIt does not move.';

let world: IdentityWorld;
/** What happened, in its order. */
let happened: string[];
let deps: OpenDeps;
const real = createPageRenderer();

beforeAll(async () => {
  world = await openIdentityWorld();
  deps = depsWith(real);
}, 120_000);
afterAll(async () => {
  await deps?.viewing.documents.close(deps.viewing.documents.openIds());
  await real.close();
  await world?.close();
});

/** The world with a log that signs at once, and a renderer that says when it was asked. */
function depsWith(renderer: PageRenderer): OpenDeps {
  happened = [];
  const watched: PageRenderer = {
    ...renderer,
    open: async (source) => {
      happened.push('document opened');
      return renderer.open(source);
    },
  };
  return {
    ...world.deps,
    log: {
      nudge: () => {},
      waitFor: async () => {
        happened.push('checkpoint');
        return 7;
      },
    },
    viewing: { renderer: watched, documents: createViewDocuments(), engine: 'entrepot test' },
  };
}

type Given = { readonly transferId: string; readonly visitor: Visitor; readonly objectId: string };

/** A message for viewing only to one person, who has proved who he is. */
async function give(terms: AccessTerms = {}, message = MESSAGE, opensMax = 5): Promise<Given> {
  const person = await world.addPerson();
  const sent = await world.send([person], { message, limits: { expiresInDays: 7, opensMax } });
  await tx(deps.db, (trx) =>
    replaceTerms(
      deps,
      trx,
      world.tenant,
      world.sender,
      sent.transferId,
      { objectId: null, recipientId: null },
      { permission: 'view', ...terms },
      0,
    ),
  );
  const [handle = ''] = sent.handles;
  const code = (await world.code(handle, person)) ?? '';
  const done = await world.verify(handle, person, code);
  if (done === undefined) throw new Error('not accepted');
  const object = await deps.db.query
    .selectFrom('transfer_object')
    .select('object_id')
    .where('transfer_id', '=', sent.transferId)
    .executeTakeFirstOrThrow();
  return { transferId: sent.transferId, visitor: done.visitor, objectId: object.object_id };
}

type Released = Extract<OpenResponse, { outcome: 'released' }>;

const open = (given: Given, by = deps): Promise<OpenResponse> =>
  openObject(by, world.tenant, given.visitor, OPENER, given.objectId);

async function view(given: Given): Promise<Released> {
  const answer = await open(given);
  if (answer.outcome !== 'released') throw new Error(`${answer.reason} ${answer.detail}`);
  return answer;
}

const page = (given: Given, openingId: string, number = 1) =>
  readPage(deps, world.tenant, given.visitor, OPENER, { openingId, page: number, dpi: 72, format: 'jpeg' });

async function imageOf(given: Given, openingId: string): Promise<Buffer> {
  const result = await page(given, openingId);
  if (result.outcome !== 'page') throw new Error(result.outcome);
  return Buffer.from(result.image.bytes);
}

async function openingOf(id: string): Promise<OpeningRow> {
  const row = await findOpening(deps.db.query, world.tenant.orgId, id);
  if (row === undefined) throw new Error('no opening');
  return row;
}

/** Details of a transfer's events of one kind, in their order. */
async function eventsOf(transferId: string, kind: string): Promise<Record<string, unknown>[]> {
  const rows = await deps.db.query
    .selectFrom('audit_event')
    .select(['event_id', 'fields_sealed'])
    .where('transfer_id', '=', transferId)
    .where('kind', '=', kind)
    .orderBy('event_id')
    .execute();
  const values = await Promise.all(
    rows.map((row) => openEventFields(deps, row.event_id, row.fields_sealed ?? new Uint8Array())),
  );
  return values.map((fields) => fields.at(-1) as Record<string, unknown>);
}

const grantOf = (transferId: string) =>
  deps.db.query
    .selectFrom('object_grant')
    .selectAll()
    .where('transfer_id', '=', transferId)
    .where('recipient_id', 'is not', null)
    .executeTakeFirstOrThrow();

describe('a view', () => {
  it('is committed to the log before the renderer gets the document, and counted once', async () => {
    const given = await give();
    expect(await grantOf(given.transferId)).toMatchObject({ holder: 'viewer', permission: 'view', opens_left: 5 });
    happened.length = 0;
    const answer = await view(given);
    expect(happened).toEqual(['checkpoint', 'document opened']);
    expect(answer).toMatchObject({ text: null, opensLeft: 4, view: { drawn: 'text', markedFor: 'Wong Siu Ming' } });
    // Opened again while it lives: the same view, not counted, and the document stays open.
    expect(await view(given)).toMatchObject({ openingId: answer.openingId, opensLeft: 4 });
    expect(happened.filter((one) => one === 'document opened')).toHaveLength(1);
    const row = await openingOf(answer.openingId);
    expect(row).toMatchObject({ kind: 'view', pages: 1 });
    expect(row.renderer).toContain('canvas');

    const viewId = hex(await deps.fields.openBytes(viewContext(row.opening_id), row.view_sealed ?? new Uint8Array()));
    expect(viewId).toMatch(/^[0-9a-f]{12}$/);
    const statement = {
      v: 1,
      view: viewId,
      object: given.objectId,
      sha256: hex(await deps.crypto.sha256(utf8(MESSAGE))),
      mark: { key: row.mark_key_id, setting: 'L 8/1.25 W 40/0.4' },
      renderer: 'entrepot test',
    };
    const [opened] = await eventsOf(given.transferId, 'object.opened');
    expect(opened).toMatchObject({ as: 'view', opening: answer.openingId });
    expect(opened?.['commitment']).toBe(hex(deps.sha256(utf8(canonicalJson(statement)))));
  });

  it('shows nothing while the log does not sign', async () => {
    const given = await give();
    const silent: OpenDeps = { ...deps, log: { nudge: () => {}, waitFor: async () => undefined } };
    happened.length = 0;
    expect(await open(given, silent)).toMatchObject({ outcome: 'not_now', reason: 'log_unavailable' });
    expect(happened).toEqual([]);
    const { opening_id: id } = await deps.db.query
      .selectFrom('opening')
      .select('opening_id')
      .where('transfer_id', '=', given.transferId)
      .executeTakeFirstOrThrow();
    await expect(page(given, id)).rejects.toMatchObject({ code: 'opening.not_released' });
  });

  it('draws each page for whoever looks, and records a page the first time it is shown', async () => {
    const [one, two] = [await give(), await give()];
    const [first, second] = [await view(one), await view(two)];
    const image = await imageOf(one, first.openingId);
    expect(await imageOf(one, first.openingId)).toEqual(image);
    expect((await imageOf(two, second.openingId)).equals(image)).toBe(false);
    expect(await eventsOf(one.transferId, 'page.shown')).toEqual([{ opening: first.openingId, page: 1 }]);
    const row = await deps.db.query
      .selectFrom('page_view')
      .selectAll()
      .where('opening_id', '=', first.openingId)
      .execute();
    expect(row).toMatchObject([{ page: 1, times: 2 }]);
  });

  it('gives nothing to somebody else, beyond its pages, or after its time', async () => {
    const [given, other] = [await give(), await give()];
    const { openingId } = await view(given);
    await expect(page(other, openingId)).rejects.toMatchObject({ code: 'opening.not_found' });
    await expect(page(given, openingId, 2)).rejects.toMatchObject({ code: 'opening.not_found' });
    await imageOf(given, openingId);
    world.clock.advance(VIEW_TIMES.idleMs - MINUTE);
    await imageOf(given, openingId);
    // The page that was just looked at let it live on, until it has lasted as long as a session may.
    world.clock.advance(VIEW_TIMES.idleMs - MINUTE);
    await imageOf(given, openingId);
    world.clock.advance(VIEW_TIMES.idleMs + MINUTE);
    await expect(page(given, openingId)).rejects.toMatchObject({ code: 'opening.ended' });
    world.clock.advance(HOUR);
    expect(await view(given)).toMatchObject({ opensLeft: 3 });
  });

  it('goes on when its document was closed meanwhile', async () => {
    const given = await give();
    const { openingId } = await view(given);
    const image = await imageOf(given, openingId);
    const { documents } = deps.viewing;
    const shown = await documents.get(openingId, () => Promise.reject(new Error('not open')));
    if (shown.kind === 'open') await shown.view.document.close();
    expect(await imageOf(given, openingId)).toEqual(image);
    await documents.close(documents.openIds());
    expect(await imageOf(given, openingId)).toEqual(image);
  });

  it('ends with the next page when it is revoked, and its document is closed', async () => {
    const given = await give();
    const { openingId } = await view(given);
    await imageOf(given, openingId);
    expect(await closeEndedViews(deps, world.tenant)).toBe(0);
    expect(deps.viewing.documents.openIds()).toContain(openingId);
    await endByStaff(deps, world.tenant, world.sender, given.transferId, 'revoked');
    expect(await page(given, openingId)).toEqual({ outcome: 'revoked' });
    expect(await closeEndedViews(deps, world.tenant)).toBe(1);
    expect(deps.viewing.documents.openIds()).not.toContain(openingId);
    expect(await page(given, openingId)).toEqual({ outcome: 'revoked' });
  });

  it('ends for good when its release secret is deleted, with every key still there', async () => {
    const given = await give();
    const { openingId } = await view(given);
    const [object] = await findObjects(deps.db.query, world.tenant.orgId, [given.objectId]);
    if (object === undefined) throw new Error('no object');
    const sealed = await openBody(deps.blobs, object);
    if (sealed === undefined) throw new Error('no bytes');
    const body = { read: sealed.read, length: sealed.size };
    const manifest = await openEnvelope(deps.keys.viewer.identity, (await grantOf(given.transferId)).envelope);
    const secret = ownBytes((await grantOf(given.transferId)).wrapped_secret ?? new Uint8Array());
    const plain = (release: Bytes): Promise<unknown> =>
      openSealedObject(deps.crypto, body, manifest, release, deps.keys.sender.publicKey);
    // The thief who has the database as it was, and every key, reads it.
    const { epochLookup } = deps.keys;
    const context = grantContext((await grantOf(given.transferId)).grant_id);
    await plain(await unwrapSecret(deps.crypto, epochLookup, context, secret));
    await deps.db.query
      .updateTable('object_grant')
      .set({ wrapped_secret: null })
      .where('transfer_id', '=', given.transferId)
      .execute();
    expect(await page(given, openingId)).toEqual({ outcome: 'expired' });
    expect(await open(given)).toMatchObject({ outcome: 'not_now', reason: 'expired' });
    expect(await closeEndedViews(deps, world.tenant)).toBe(1);
    // Whoever comes now has the bytes and every key of the gate, and no half that fits the share: it is as random as any other.
    expect(await findObjects(deps.db.query, world.tenant.orgId, [given.objectId])).toMatchObject([
      { custody_secret: null },
    ]);
    const { epoch, index, sender, server, logSeed } = deps.keys;
    for (const key of [epoch.bytes, index, sender.seed, server, logSeed, fromBase64url(manifest.share)])
      await expect(plain(key)).rejects.toMatchObject({ code: 'seal.wrong_key' });
  });

  it('gives the count back for what turns out not to be showable, once', async () => {
    const given = await give();
    const small = createPageRenderer({ limits: { characters: 10 } });
    const narrow: OpenDeps = {
      ...deps,
      viewing: { ...deps.viewing, renderer: small, documents: createViewDocuments() },
    };
    const answers = await Promise.all([open(given, narrow), open(given, narrow), open(given, narrow)]);
    await small.close();
    for (const answer of answers) expect(answer).toMatchObject({ outcome: 'not_now', reason: 'cannot_show' });
    expect((await grantOf(given.transferId)).opens_left).toBe(5);
    const counted = await deps.db.query
      .selectFrom('opening')
      .select('returned_at')
      .where('transfer_id', '=', given.transferId)
      .execute();
    expect(counted.every((row) => row.returned_at !== null)).toBe(true);
    expect(await eventsOf(given.transferId, 'object.not_shown')).toHaveLength(counted.length);
    // By a renderer that can, the same is shown and counted.
    expect(await view(given)).toMatchObject({ opensLeft: 4 });
  });

  it('counts nothing for what is known not to be showable', async () => {
    const given = await give();
    const none: OpenDeps = { ...deps, policy: { ...deps.policy, capabilities: { drawsPages: false } } };
    expect(await open(given, none)).toMatchObject({ reason: 'cannot_show', detail: 'no_renderer' });
    expect((await grantOf(given.transferId)).opens_left).toBe(5);
  });
});

describe('what the terms let somebody do with pages', () => {
  it('is nothing by default where they say so, and places, never text, where they allow a search', async () => {
    const closed = await give({ search: false, textLayer: false });
    const shut = await view(closed);
    expect(shut.view).toMatchObject({ search: false, textLayer: false });
    const { tenant } = world;
    const search = (given: Given, id: string) => findInPages(deps, tenant, given.visitor, OPENER, id, 'heron');
    const read = (given: Given, id: string) =>
      readPageText(deps, tenant, given.visitor, OPENER, { openingId: id, page: 1 });
    await expect(search(closed, shut.openingId)).rejects.toMatchObject({ code: 'opening.not_allowed' });
    await expect(read(closed, shut.openingId)).rejects.toMatchObject({ code: 'opening.not_allowed' });

    const given = await give({ search: true, textLayer: true });
    const { openingId, view: allowed } = await view(given);
    expect(allowed).toMatchObject({ search: true, textLayer: true });
    const found = await search(given, openingId);
    expect(found).toMatchObject({ places: [{ page: 1 }] });
    expect(JSON.stringify(found)).not.toContain('heron');
    await imageOf(given, openingId);
    for (let times = 0; times < 2; times += 1)
      expect(await read(given, openingId)).toMatchObject({ text: expect.stringContaining('heron') });
    expect(await eventsOf(given.transferId, 'page.text_given')).toHaveLength(1);
  });
});

describe('a thousand at once', () => {
  it('release exactly the five openings that are left', async () => {
    const given = await give({}, MESSAGE, 5);
    const grant = await grantOf(given.transferId);
    const at = world.clock.now();
    const left = await Promise.all(
      Array.from({ length: 1000 }, () =>
        tx(deps.db, (trx) => claimOpening(trx, world.tenant.orgId, grant.grant_id, at)),
      ),
    );
    expect(left.filter((one) => one !== undefined).sort()).toEqual([0, 1, 2, 3, 4]);
    expect((await grantOf(given.transferId)).opens_left).toBe(0);
    expect(await open(given)).toMatchObject({ outcome: 'not_now', reason: 'used_up' });
  });

  it('never release more through the whole way, and whatever is released is one of the openings that were counted', async () => {
    const given = await give({}, MESSAGE, 5);
    const answers = await Promise.all(Array.from({ length: 60 }, () => open(given)));
    const released = new Set(answers.flatMap((one) => (one.outcome === 'released' ? [one.openingId] : [])));
    const rows = await deps.db.query
      .selectFrom('opening')
      .select('opening_id')
      .where('transfer_id', '=', given.transferId)
      .execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length + (await grantOf(given.transferId)).opens_left).toBe(5);
    expect(rows.map((row) => row.opening_id)).toEqual(expect.arrayContaining([...released]));
    expect((await openingsOverCount(deps.db.query, world.tenant.orgId)).ids).not.toContain(
      (await grantOf(given.transferId)).grant_id,
    );
  });
});
