/** The part's calls, and its reading of the answers member by member: schemas stay out of this bundle. */
import type { DeliveryAnswer, DeviceList } from '../../../../src/model/api/delivery.ts';
import type { Received } from '../../../../src/model/delivery.ts';
import type { Confirmable } from './statement.ts';

export type DeliverySession = { readonly handle: string; readonly csrf: string };

type Members = Readonly<Record<string, unknown>>;

export async function showKey(
  { handle, csrf }: DeliverySession,
  publicKey: string,
  signature: string,
): Promise<string | undefined> {
  const answer = await post('/open/api/device', { handle, publicKey, signature }, csrf);
  return text(answer, 'deviceId');
}

export async function askDelivery(
  { handle, csrf }: DeliverySession,
  openingId: string,
): Promise<DeliveryAnswer | undefined> {
  return readDelivery(await post('/open/api/delivery', { handle, openingId }, csrf));
}

/** Returns when it was signed; undefined when it was not taken. */
export async function sendReceipt(
  { handle, csrf }: DeliverySession,
  receipt: { readonly openingId: string; readonly statement: string; readonly signature: string },
): Promise<string | undefined> {
  const body = Object.assign({ handle }, receipt);
  return text(await post('/open/api/receipt', body, csrf), 'signedAt');
}

export async function askDevices({ handle, csrf }: DeliverySession): Promise<DeviceList | undefined> {
  return readDevices(await post('/open/api/devices', { handle }, csrf));
}

/** Whether it is gone. */
export async function forget({ handle, csrf }: DeliverySession, deviceId: string): Promise<boolean> {
  return (await post('/open/api/forget-device', { handle, deviceId }, csrf)) !== undefined;
}

/** Undefined for everything that is no good answer. */
async function post(path: string, body: object, csrf: string): Promise<unknown> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-entrepot-csrf': csrf },
      body: JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
    });
    const json: unknown = JSON.parse(await response.text());
    return response.ok ? json : undefined;
  } catch {
    return undefined;
  }
}

export function readDelivery(value: unknown): DeliveryAnswer | undefined {
  if (!isMembers(value)) return undefined;
  const { deviceId, signedAt } = value;
  const statement = value['statement'] === null ? null : readConfirmable(value['statement']);
  if (statement === undefined) return undefined;
  return {
    statement,
    deviceId: typeof deviceId === 'string' ? deviceId : null,
    signedAt: typeof signedAt === 'string' ? signedAt : null,
  };
}

function readConfirmable(value: unknown): Confirmable | undefined {
  if (!isMembers(value)) return undefined;
  const { log, logIndex, reference, opening, object, sha256 } = value;
  const received = readReceived(value['received']);
  if (typeof log !== 'string' || typeof logIndex !== 'number' || typeof reference !== 'string') return undefined;
  if (typeof opening !== 'string' || typeof object !== 'string' || typeof sha256 !== 'string') return undefined;
  return received === undefined ? undefined : { log, logIndex, reference, opening, object, sha256, received };
}

function readReceived(value: unknown): Received | undefined {
  if (!isMembers(value)) return undefined;
  const { kind, bytes, pages, of } = value;
  if (kind === 'text' && typeof bytes === 'number') return { kind, bytes };
  if (kind === 'file')
    return {
      kind,
      bytes: typeof bytes === 'number' ? bytes : null,
      sha256: typeof value['sha256'] === 'string' ? value['sha256'] : null,
    };
  if (kind !== 'pages' || typeof of !== 'number' || !Array.isArray(pages)) return undefined;
  const numbers: number[] = [];
  for (const page of pages) {
    if (typeof page !== 'number') return undefined;
    numbers.push(page);
  }
  return { kind, pages: numbers, of };
}

export function readDevices(value: unknown): DeviceList | undefined {
  if (!isMembers(value) || !Array.isArray(value['devices'])) return undefined;
  const devices: DeviceList['devices'] = [];
  for (const one of value['devices']) {
    if (!isMembers(one)) return undefined;
    const { id, recipientId, firstAt, lastAt, current } = one;
    if (typeof id !== 'string' || typeof recipientId !== 'string' || typeof firstAt !== 'string') return undefined;
    if (typeof lastAt !== 'string' || typeof current !== 'boolean') return undefined;
    devices.push({ id, recipientId, firstAt, lastAt, current });
  }
  return { devices };
}

function text(value: unknown, name: string): string | undefined {
  const member = isMembers(value) ? value[name] : undefined;
  return typeof member === 'string' ? member : undefined;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}
