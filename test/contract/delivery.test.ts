/** Devices, robots and news of deliveries on a real database. */
import { webcrypto } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base64url, utf8 } from '../../src/base/bytes.ts';
import { deviceChallenge } from '../../src/access/device-key.ts';
import { readDelivery } from '../../src/governance/delivery/view.ts';
import { readNews, readWish, saveWish } from '../../src/governance/delivery/wishes.ts';
import { DELIVERY_NEWS, type DeliveryNews } from '../../src/model/notice.ts';
import { findTransfer } from '../../src/store/tables/transfers.ts';
import { tx } from '../../src/store/transaction.ts';
import { queueNews } from '../../src/transfers/delivery/news.ts';
import { noteSeen } from '../../src/transfers/delivery/seen.ts';
import { forgetDevice, ownDevices, showDevice } from '../../src/transfers/devices.ts';
import { mayLeave, openDraft, targetOf } from '../../src/transfers/outgoing.ts';
import type { Visitor } from '../../src/transfers/recipient-access.ts';
import {
  type IdentityWorld,
  type Jar,
  keep,
  openIdentityWorld,
  OPENER,
  type Person,
} from '../support/identity-world.ts';

let world: IdentityWorld;
beforeAll(async () => {
  world = await openIdentityWorld();
}, 120_000);
afterAll(() => world.close());

type Session = { readonly person: Person; readonly handle: string; readonly jar: Jar; readonly transferId: string };

/** A person with a session of his own. */
async function signedIn(person?: Person): Promise<Session> {
  const who = person ?? (await world.addPerson());
  const sent = await world.send([who]);
  const handle = sent.handles[0] ?? '';
  const code = await world.code(handle, who);
  const jar: Jar = { cookie: null };
  const identified = await world.verify(handle, who, code ?? '', jar);
  if (identified === undefined) throw new Error('not identified');
  keep(jar, identified.setCookie);
  return { person: who, handle, jar, transferId: sent.transferId };
}

async function visitorOf({ handle, jar }: Session): Promise<Visitor> {
  const visitor = await world.resume(handle, jar);
  if (visitor === undefined) throw new Error('the session has ended');
  return visitor;
}

async function browser() {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const publicKey = `${x}.${y}`;
  const sign = async (text: Uint8Array<ArrayBuffer>): Promise<string> =>
    base64url(new Uint8Array(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text)));
  const show = async (visitor: Visitor, csrf = visitor.csrf): Promise<string> => {
    const signature = await sign(deviceChallenge(csrf, publicKey));
    return showDevice(world.deps, world.tenant, visitor, OPENER, { publicKey, signature });
  };
  return { publicKey, sign, show };
}

describe('a device', () => {
  it('is one browser of one person in all his sessions, recorded the first time', async () => {
    const own = await browser();
    const first = await signedIn();
    const before = await world.events('device.seen');
    const id = await own.show(await visitorOf(first));
    expect((await visitorOf(first)).deviceId).toBe(id);
    const second = await signedIn(first.person);
    expect(await own.show(await visitorOf(second))).toBe(id);
    expect(await world.events('device.seen')).toBe(before + 1);
    // The same browser in somebody else's hands is another device.
    expect(await own.show(await visitorOf(await signedIn()))).not.toBe(id);
  });

  it('is not known by a signature of another session, or over something else', async () => {
    const own = await browser();
    const [first, second] = [await visitorOf(await signedIn()), await visitorOf(await signedIn())];
    await expect(own.show(first, second.csrf)).rejects.toThrow();
    const { publicKey, sign } = own;
    const other = { publicKey, signature: await sign(utf8('anything')) };
    await expect(showDevice(world.deps, world.tenant, first, OPENER, other)).rejects.toThrow();
    expect((await ownDevices(world.deps, world.tenant, first)).devices).toEqual([]);
  });

  it('that was removed loses its sessions and is never known again', async () => {
    const own = await browser();
    const first = await signedIn();
    const second = await signedIn(first.person);
    const id = await own.show(await visitorOf(first));
    const { id: recipientId } = first.person;
    await forgetDevice(world.deps, world.tenant, { kind: 'recipient', id: recipientId }, recipientId, id);
    expect(await world.resume(first.handle, first.jar)).toBeUndefined();
    await expect(own.show(await visitorOf(second))).rejects.toThrow();
    expect((await visitorOf(second)).deviceId).toBeNull();
    await expect(forgetDevice(world.deps, world.tenant, { kind: 'system' }, recipientId, id)).rejects.toThrow();
    const stranger = await signedIn();
    const theirs = await (await browser()).show(await visitorOf(stranger));
    await expect(
      forgetDevice(world.deps, world.tenant, { kind: 'recipient', id: recipientId }, recipientId, theirs),
    ).rejects.toThrow();
  });
});

describe('a page that ran', () => {
  it('is counted, and recorded once for each kind of robot, however many come at once', async () => {
    const person = await world.addPerson();
    const { handles, transferId } = await world.send([person]);
    const handle = handles[0] ?? '';
    const before = await world.events('notice.previewed');
    await Promise.all(
      Array.from({ length: 20 }, () => noteSeen(world.deps, world.tenant, OPENER, handle, 'WhatsApp/2.23')),
    );
    await noteSeen(world.deps, world.tenant, OPENER, handle, 'Mozilla/5.0 Chrome/156.0 Safari/537.36');
    await noteSeen(world.deps, world.tenant, OPENER, 'A'.repeat(22), 'WhatsApp/2.23');
    expect(await world.events('notice.previewed')).toBe(before + 2);
    const transfer = await findTransfer(world.database.db.query, world.tenant.orgId, transferId);
    if (transfer === undefined) throw new Error('no transfer');
    const { recipients } = await readDelivery(world.deps, world.tenant, transfer, true);
    expect(recipients[0]?.previews.map(({ robot, times }) => [robot, times])).toEqual([
      ['unknown', 1],
      ['whatsapp', 20],
    ]);
    expect(recipients[0]?.steps.map(({ step }) => step)).toEqual(['queued', 'previewed', 'looked']);
  });
});

describe('news for a sender', () => {
  const tell = (transferId: string, recipientId: string, news: DeliveryNews) =>
    tx(world.database.db, (trx) => queueNews(world.deps, trx, world.tenant, { news, transferId, recipientId }));
  const rows = () =>
    world.database.db.query
      .selectFrom('outbox')
      .selectAll()
      .where('kind', '=', 'delivery')
      .orderBy('outbox_id')
      .execute();
  const wish = (over: Partial<Parameters<typeof saveWish>[3]> = {}) =>
    saveWish(world.deps, world.tenant, world.sender, {
      connection: 'email',
      events: [...DELIVERY_NEWS],
      byDay: true,
      ...over,
    });

  it('is not sent unless he wished it, and then once of each kind', async () => {
    const person = await world.addPerson();
    const { transferId } = await world.send([person]);
    await tell(transferId, person.id, 'opened');
    expect(await rows()).toEqual([]);
    await wish({ events: ['opened'], byDay: false });
    await Promise.all(Array.from({ length: 5 }, () => tell(transferId, person.id, 'opened')));
    await tell(transferId, person.id, 'refused');
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    if (row === undefined) throw new Error('nothing queued');
    const draft = await openDraft(world.deps, row);
    expect(Object.keys(draft).toSorted()).toEqual(['kind', 'locale', 'news', 'organisation', 'reference']);
    expect(await mayLeave(world.deps, world.tenant, row)).toBe(true);
    const channel = { kind: 'email', caps: { reaches: 'email' } } as Parameters<typeof targetOf>[3];
    expect(await targetOf(world.deps, world.tenant, row, channel)).toMatchObject({ kind: 'email' });
    // He thought better of it before it left.
    await wish({ connection: null });
    expect(await mayLeave(world.deps, world.tenant, row)).toBe(false);
  });

  it('waits for the morning where he wished to be left alone', async () => {
    const person = await world.addPerson();
    const { transferId } = await world.send([person]);
    await wish();
    // A Monday evening in Macau.
    world.clock.set(new Date('2026-11-23T13:00:00Z'));
    await tell(transferId, person.id, 'downloaded');
    const row = (await rows()).at(-1);
    expect(row?.next_at.toISOString()).toBe('2026-11-24T01:00:00.000Z');
  });

  it('goes only where he can be reached', async () => {
    await expect(wish({ connection: 'sms' })).rejects.toThrow();
    const { connections, calendar } = await readWish(world.deps, world.tenant, world.sender);
    expect(connections.map((one) => [one.id, one.reaches])).toEqual([
      ['dingtalk', 'group'],
      ['email', 'email'],
    ]);
    expect(calendar).toBe(true);
  });

  it('does not outlive a transaction that fails', async () => {
    const person = await world.addPerson();
    const { transferId } = await world.send([person]);
    const before = (await rows()).length;
    const failing = tx(world.database.db, async (trx) => {
      await queueNews(world.deps, trx, world.tenant, { news: 'opened', transferId, recipientId: person.id });
      throw new Error('the act failed');
    });
    await expect(failing).rejects.toThrow('the act failed');
    expect((await rows()).length).toBe(before);
    expect((await readNews(world.deps, world.tenant, world.sender)).news).toEqual([]);
  });
});
