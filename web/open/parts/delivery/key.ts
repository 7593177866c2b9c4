/**
 * This browser's key: made here, kept in the browser's own database, and not to be taken out of it. Where the browser keeps nothing, or has no
 * such keys, there is none.
 */

/** Database, store and the name under which the pair lies. */
const DATABASE = 'entrepot';
const STORE = 'keys';
const NAME = 'device';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

export type DeviceKey = {
  /** `<x>.<y>`, base64url. */
  readonly publicKey: string;
  /** r and s, base64url. */
  readonly sign: (text: string) => Promise<string>;
};

/** Returns the key of before, or a new one; undefined where that cannot be. */
export async function deviceKey(): Promise<DeviceKey | undefined> {
  try {
    const database = await openDatabase();
    const pair = (await read(database)) || (await make(database));
    const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    if (x === undefined || y === undefined) return undefined;
    const sign = async (text: string): Promise<string> =>
      base64url(new Uint8Array(await crypto.subtle.sign(SIGNING, pair.privateKey, new TextEncoder().encode(text))));
    return { publicKey: `${x}.${y}`, sign };
  } catch {
    return undefined;
  }
}

/** The next one is another. */
export async function forgetKey(): Promise<void> {
  const database = await openDatabase();
  await finished(database.transaction(STORE, 'readwrite').objectStore(STORE).delete(NAME));
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => void request.result.createObjectStore(STORE));
  return finished(request);
}

async function read(database: IDBDatabase): Promise<CryptoKeyPair | undefined> {
  const kept: unknown = await finished(database.transaction(STORE).objectStore(STORE).get(NAME));
  return isPair(kept) ? kept : undefined;
}

async function make(database: IDBDatabase): Promise<CryptoKeyPair> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ['sign']);
  await finished(database.transaction(STORE, 'readwrite').objectStore(STORE).put(pair, NAME));
  return pair;
}

function isPair(value: unknown): value is CryptoKeyPair {
  return typeof value === 'object' && value !== null && 'privateKey' in value && 'publicKey' in value;
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('the browser keeps nothing')));
  });
}

function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 1) binary += String.fromCharCode(bytes[i] || 0);
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
