/** A passkey in software: ES256, attestation `none` (WebAuthn level 3 sections 6.1, 6.5.4, 7). For tests in process. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

export type PasskeyBehaviour = {
  /** The page that asks; another one imitates phishing. */
  readonly origin: string;
  readonly rpId: string;
  /** False: the authenticator did not ask for finger, face or PIN. */
  readonly userVerified?: boolean;
};

type Options = { readonly challenge: string };

export type SoftwarePasskey = ReturnType<typeof createSoftwarePasskey>;

/** Returns an authenticator that holds one credential. */
export function createSoftwarePasskey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  return {
    id: id.toString('base64url'),
    /** Returns what `navigator.credentials.create` gives, as JSON. */
    register: (options: Options, behaviour: PasskeyBehaviour) => {
      const length = Buffer.from([id.length >> 8, id.length & 0xff]);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const authData = Buffer.concat([authenticatorData(behaviour, counter, 0x40), attested]);
      const attestation = encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      return credential(id, {
        clientDataJSON: clientData('webauthn.create', options, behaviour).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },
    /** Returns what `navigator.credentials.get` gives, as JSON. */
    signIn: (options: Options, behaviour: PasskeyBehaviour) => {
      counter += 1;
      const client = clientData('webauthn.get', options, behaviour);
      const authData = authenticatorData(behaviour, counter, 0);
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()]);
      return credential(id, {
        clientDataJSON: client.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign(privateKey, signed).toString('base64url'),
      });
    },
  };
}

function credential(id: Buffer, response: Record<string, unknown>) {
  const text = id.toString('base64url');
  return { id: text, rawId: text, type: 'public-key', response, clientExtensionResults: {} };
}

function clientData(type: string, options: Options, behaviour: PasskeyBehaviour): Buffer {
  return Buffer.from(
    JSON.stringify({ type, challenge: options.challenge, origin: behaviour.origin, crossOrigin: false }),
  );
}

function authenticatorData(behaviour: PasskeyBehaviour, counter: number, more: number): Buffer {
  const present = 0x01;
  const verified = behaviour.userVerified === false ? 0 : 0x04;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const rpHash = createHash('sha256').update(behaviour.rpId).digest();
  return Buffer.concat([rpHash, Buffer.from([present | verified | more]), count]);
}

function sign(key: KeyObject, data: Buffer): Buffer {
  return createSign('sha256').update(data).sign(key);
}

/** COSE_Key (RFC 9053 section 7.1): EC2, ES256, P-256. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = (text: string) => Buffer.from(text, 'base64url');
  return encode(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point(x)],
      [-3, point(y)],
    ]),
  );
}

/** CBOR (RFC 8949) of small numbers, short texts, bytes and maps. */
function encode(value: unknown): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === 'string') return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (value instanceof Map) {
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, member]) => [encode(key), encode(member)]),
    ]);
  }
  throw new TypeError('not of this encoder');
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256
    ? Buffer.from([(major << 5) | 24, length])
    : Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}
