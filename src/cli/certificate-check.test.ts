import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestLog, hasher, ORIGIN, seededRandom, testKey } from '../../test/support/audit-log.ts';
import { runHere, scratch } from '../../test/support/command.ts';
import { devicePem, pointOfPem } from '../access/device-key.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import {
  commitEvent,
  discloseEvent,
  disclosureJson,
  EVENT_FIELDS,
  type EventFields,
  integrate,
  openCheckpoint,
  proveInclusion,
  verifierKeyText,
  writeProofFile,
} from '../audit-log/index.ts';
import { base64, fromUtf8, hex, utf8 } from '../base/bytes.ts';
import { canonicalJson, type Json } from '../base/canonical-json.ts';
import { type Certificate, CERTIFICATE_FORMAT, type CertificateAbout } from '../model/certificate.ts';
import { RECEIPT_FORMAT } from '../model/delivery.ts';
import { evidenceCommand } from './evidence.ts';

const composed = { evidence: evidenceCommand(async () => 0) };
const run = (...args: string[]) => runHere(['evidence', 'verify', ...args], { composed });
const id = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [TRANSFER, OPENING, OBJECT, DEVICE, PERSON] = [id(1), id(2), id(3), id(4), id(5)];

const ABOUT: CertificateAbout = {
  reference: 'EN-7K3M-Q2XD-9FHT',
  transfer: TRANSFER,
  organisation: 'Lótus Commercial',
  sender: 'Inês Ferreira',
  made: '2026-11-23T10:00:00.000Z',
  for: 'sender',
  recipients: [{ id: PERSON, name: '黃小明', organisation: 'Harbour Partners' }],
  objects: [{ id: OBJECT, kind: 'file', name: 'report.pdf', size: 10, sha256: 'ab'.repeat(32) }],
};

const device = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = device.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const keyDigest = hex(nodeSha256(pointOfPem(pem) ?? new Uint8Array()));
const STATEMENT = canonicalJson({
  format: RECEIPT_FORMAT,
  log: ORIGIN,
  logIndex: 0,
  reference: ABOUT.reference,
  opening: OPENING,
  object: OBJECT,
  sha256: 'ab'.repeat(32),
  received: { kind: 'file', bytes: 10, sha256: 'cd'.repeat(32) },
  device: DEVICE,
  time: '2026-11-23T09:59:00.000Z',
});

/** A certificate of three events: opened, receipt, made. */
async function certificate(statement = STATEMENT, about: CertificateAbout = ABOUT): Promise<Certificate> {
  const log = await createTestLog();
  const random = seededRandom('certificate');
  const object = { transfer: TRANSFER, object: OBJECT };
  const receipt = { opening: OPENING, device: DEVICE, key: keyDigest, statement: hex(nodeSha256(utf8(statement))) };
  const said: readonly Readonly<Record<string, Json>>[] = [
    { action: 'object.opened', object, detail: { opening: OPENING } },
    { action: 'receipt.signed', object, detail: receipt },
    {
      action: 'certificate.made',
      object: { transfer: TRANSFER, object: null },
      detail: { about: hex(nodeSha256(utf8(canonicalJson(about)))), for: 'sender' },
    },
  ];
  const events = said.map((values) => {
    const fields = Object.fromEntries(EVENT_FIELDS.map((name) => [name, values[name] ?? null])) as EventFields;
    const committed = commitEvent({ sha256: nodeSha256, random }, { class: 'event', fields });
    log.state.submit(committed.entry);
    return { ...committed, fields };
  });
  for (;;) if ((await integrate(log)).outcome === 'idle') break;
  const text = fromUtf8((await log.tiles.read('checkpoint')) ?? new Uint8Array(0));
  const opened = await openCheckpoint(text, log.key);
  if (opened.outcome !== 'verified') throw new Error(opened.code);
  const proved = await Promise.all(
    events.map(async (event, index) => {
      const { proof } = await proveInclusion({ hasher, source: log.tiles }, index, opened.checkpoint);
      const disclosure = disclosureJson(discloseEvent(event, ['time', 'action', 'object', 'detail']));
      return {
        index,
        disclosure: disclosure as Record<string, unknown>,
        proof: writeProofFile({ index, proof, checkpoint: text }),
      };
    }),
  );
  const signature = base64(new Uint8Array(sign('sha256', utf8(statement), device.privateKey)));
  return {
    format: CERTIFICATE_FORMAT,
    about: ABOUT,
    log: { vkey: verifierKeyText(log.key), checkpoint: text },
    events: proved,
    receipts: [{ index: 1, statement, signature, publicKey: pem }],
  };
}

let folder: ReturnType<typeof scratch>;
beforeEach(() => {
  folder = scratch();
  mkdirSync(folder.path('.'), { recursive: true });
});
afterEach(() => folder.remove());

async function verify(value: unknown, ...more: string[]) {
  const path = folder.path('certificate.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return run(path, '--json', ...more);
}

const swap = (value: Certificate, from: string, to: string): Certificate =>
  JSON.parse(JSON.stringify(value).replaceAll(from, to)) as Certificate;

describe('entrepot evidence verify of a delivery certificate', () => {
  it('verifies it offline, with the receipt and whose key signed it', async () => {
    const { code, out, err } = await verify(await certificate());
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'verified',
      origin: ORIGIN,
      size: 3,
      problems: [],
      receipts: [{ index: 1, key: keyDigest, statement: { reference: ABOUT.reference } }],
    });
    expect(code).toBe(0);
    expect(err).toContain('warning');
    const vkey = verifierKeyText((await testKey()).verifier);
    expect(await verify(await certificate(), '--vkey', vkey)).toMatchObject({ code: 0, err: '' });
    const other = verifierKeyText((await testKey(8)).verifier);
    expect((await verify(await certificate(), '--vkey', other)).out).toContain('log.unknown_key');
  });

  it('asks a policy for its quorum of witnesses', async () => {
    const { verifier } = await testKey();
    writeFileSync(folder.path('none'), `log ${verifierKeyText(verifier)}\nquorum none\n`);
    expect(await verify(await certificate(), '--policy', folder.path('none'))).toMatchObject({ code: 0, err: '' });
  });

  it.each<[string, (value: Certificate) => Certificate, string]>([
    ['another name of the recipient', (one) => swap(one, '黃小明', '陳大文'), 'certificate.about_mismatch'],
    ['another file name', (one) => swap(one, 'report.pdf', 'other.pdf'), 'certificate.about_mismatch'],
    ['an action changed', (one) => swap(one, 'object.opened', 'object.refused'), 'log.proof_mismatch'],
    [
      'a receipt that says something else',
      (one) => swap(one, '\\"bytes\\":10', '\\"bytes\\":11'),
      'certificate.receipt_signature',
    ],
    [
      'a receipt signed by another key',
      (one) => ({ ...one, receipts: one.receipts.map((receipt) => ({ ...receipt, publicKey: otherPem() })) }),
      'certificate.receipt_signature',
    ],
    ['a receipt left out', (one) => ({ ...one, receipts: [] }), 'certificate.receipt_missing'],
    [
      'an event left out that a receipt names',
      (one) => ({ ...one, events: one.events.slice(1) }),
      'certificate.receipt_mismatch',
    ],
    ['an event twice', (one) => ({ ...one, events: [...one.events, ...one.events] }), 'certificate.twice'],
    ['no event of its making', (one) => ({ ...one, events: one.events.slice(0, 2) }), 'certificate.about_mismatch'],
    ['another transfer', (one) => swap(one, TRANSFER, id(9)), 'log.proof_mismatch'],
    ['a checkpoint of another size', (one) => swap(one, '\\n3\\n', '\\n4\\n'), 'log.bad_signature'],
  ])('refuses %s', async (_, change, expected) => {
    const { code, out } = await verify(change(await certificate()));
    expect(out).toContain(expected);
    expect(code).toBe(1);
  });

  it.each<[string, string]>([
    ['another opening', STATEMENT.replace(OPENING, id(8))],
    ['another reference', STATEMENT.replace('EN-7K3M', 'EN-AAAA')],
    ['other content', STATEMENT.replaceAll('ab', 'cd')],
    ['another log', STATEMENT.replace(ORIGIN, 'evil.example/log/1')],
  ])('refuses a receipt that was signed and logged, but for %s', async (_, statement) => {
    const { code, out } = await verify(await certificate(statement));
    expect(out).toMatch(/certificate\.receipt_(?:mismatch|not_logged)/);
    expect(code).toBe(1);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['JSON of something else', '{}'],
    ['deep nesting', '['.repeat(100_000)],
    ['another version', '{"format":"entrepot.certificate/v2"}'],
  ])('says that %s is no certificate', async (_, text) => {
    const { code, err } = await verify(text);
    expect(err).toContain('cli.bad_evidence');
    expect(code).toBe(1);
  });
});

function otherPem(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return devicePem(pointOfPem(publicKey.export({ type: 'spki', format: 'pem' }).toString()) ?? new Uint8Array());
}
