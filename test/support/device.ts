/** A recipient's browser with a key of its own, without the browser: what the page does, over HTTP. */
import { webcrypto } from 'node:crypto';
import { canonicalJson, type Json } from '../../src/base/canonical-json.ts';
import { base64url, utf8 } from '../../src/base/bytes.ts';
import type { DeliveryAnswer, DeviceList } from '../../src/model/api/delivery.ts';
import { RECEIPT_FORMAT } from '../../src/model/delivery.ts';
import { HttpError, type RecipientClient } from './flows.ts';

export type Device = {
  readonly publicKey: string;
  readonly sign: (text: string) => Promise<string>;
  /** Shows the key; returns the device's id. */
  readonly show: (to: RecipientClient) => Promise<string>;
  readonly delivery: (to: RecipientClient, openingId: string) => Promise<DeliveryAnswer>;
  /** Confirms receipt of an opening; `change` alters what is signed. */
  readonly confirm: (
    to: RecipientClient,
    openingId: string,
    change?: Readonly<Record<string, Json>>,
  ) => Promise<string>;
  readonly list: (to: RecipientClient) => Promise<DeviceList['devices']>;
};

export async function createDevice(): Promise<Device> {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const { x = '', y = '' } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  const publicKey = `${x}.${y}`;
  const sign = async (text: string): Promise<string> => {
    const signed = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, utf8(text));
    return base64url(new Uint8Array(signed));
  };
  const delivery: Device['delivery'] = (to, openingId) => recipientPost(to, '/open/api/delivery', { openingId });
  return {
    publicKey,
    sign,
    delivery,
    show: async (to) => {
      const signature = await sign(`entrepot.device/v1\n${to.opened.csrf}\n${publicKey}\n`);
      return (await recipientPost<{ deviceId: string }>(to, '/open/api/device', { publicKey, signature })).deviceId;
    },
    confirm: async (to, openingId, change = {}) => {
      const { statement, deviceId } = await delivery(to, openingId);
      const text = canonicalJson({
        ...statement,
        format: RECEIPT_FORMAT,
        device: deviceId,
        time: new Date().toISOString(),
        ...change,
      });
      const body = { openingId, statement: text, signature: await sign(text) };
      return (await recipientPost<{ signedAt: string }>(to, '/open/api/receipt', body)).signedAt;
    },
    list: async (to) => (await recipientPost<DeviceList>(to, '/open/api/devices', {})).devices,
  };
}

/** A POST of the recipient's page with its token. @throws HttpError */
export async function recipientPost<T>(to: RecipientClient, path: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': to.opened.csrf };
  const answer = await to.request('POST', path, { headers, body: JSON.stringify({ handle: to.handle, ...body }) });
  const text = await answer.text();
  if (!answer.ok) throw new HttpError(answer.status, /"code":"([a-z_.]+)"/.exec(text)?.[1] ?? '', path);
  return JSON.parse(text) as T;
}
