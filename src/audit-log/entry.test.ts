import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64, hex, utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { systemRandom } from '../base/random.ts';
import { seededRandom } from '../../test/support/audit-log.ts';
import { disclosedEntry, discloseEvent, disclosureJson, parseDisclosure, verifyDisclosure } from './disclosure.ts';
import {
  ENTRY_BYTES,
  EVENT_FIELDS,
  type EventFields,
  commitEvent,
  commitmentOf,
  encodeEntry,
  fieldHash,
  parseEntry,
  subjectTag,
} from './entry.ts';
import { nodeSha256 } from './hash-node.ts';
import { sha256 } from './sha256.ts';

const fields: EventFields = {
  time: '2026-11-22T08:00:00.000Z',
  actor: 'staff:7',
  subject: 'recipient:9',
  object: 'tr_1',
  action: 'open',
  legalBasis: { pack: 'mo', rule: 'mo.consent' },
  decision: 'allow',
  packVersions: { mo: '2026.1', hk: '2026.2' },
  channel: 'dingtalk',
  place: 'CN',
  detail: null,
};

const vectorFile = join(import.meta.dirname, '../../test/vectors/audit-log/entries.json');

/** What the vector file holds: everything that follows from the label of the seeded random bytes. */
function vectorOf(label: string): object {
  const event = commitEvent({ sha256, random: seededRandom(label) }, { class: 'event', fields });
  const disclosure = discloseEvent({ ...event, fields }, ['time', 'action']);
  return {
    label,
    keys: event.keys.map(hex),
    fields,
    fieldHashes: event.fieldHashes.map(hex),
    commitment: hex(event.commitment),
    tag: hex(event.tag),
    entry: hex(event.entry),
    leaf: hex(sha256(new Uint8Array([0, ...event.entry]))),
    disclosure: disclosureJson(disclosure),
    subjectTags: [0, 1, 2 ** 40].map((counter) => hex(subjectTag(sha256, event.keys[0]!, counter))),
  };
}

describe('entries', () => {
  it('have not changed since the vectors were written', () => {
    const current = ['a', 'b'].map(vectorOf);
    expect(current).toEqual(JSON.parse(readFileSync(vectorFile, 'utf8')));
  });

  it('are 52 bytes, whatever the event, and show nothing of it', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, value, (actor, detail) => {
        const event = commitEvent(
          { sha256, random: systemRandom },
          { class: 'event', fields: { ...fields, actor: clean(actor), detail: clean(detail) } },
        );
        expect(event.entry).toHaveLength(ENTRY_BYTES);
        const again = commitEvent({ sha256, random: systemRandom }, { class: 'event', fields });
        expect(hex(again.commitment)).not.toBe(hex(event.commitment));
      }),
    );
  });

  it('are refused with another length, version or class', () => {
    const good = commitEvent({ sha256, random: systemRandom }, { class: 'erasure', fields }).entry;
    expect(parseEntry(good).class).toBe('erasure');
    expect(hex(encodeEntry(parseEntry(good)))).toBe(hex(good));
    const badVersion = good.slice();
    badVersion[2] = 0x32;
    const badClass = good.slice();
    badClass[3] = 6;
    for (const bad of [good.slice(1), new Uint8Array([...good, 0]), badVersion, badClass, new Uint8Array(0)]) {
      expect(() => parseEntry(bad)).toThrow('an entry of the log is malformed');
    }
  });

  it('give the same commitment with both hash implementations', () => {
    const a = commitEvent({ sha256, random: seededRandom('x') }, { class: 'event', fields });
    const b = commitEvent({ sha256: nodeSha256, random: seededRandom('x') }, { class: 'event', fields });
    expect(hex(a.entry)).toBe(hex(b.entry));
  });

  it('bind every field by number, key and value', () => {
    const key = new Uint8Array(32).fill(1);
    const hash = hex(fieldHash(sha256, 3, key, 'v'));
    expect(hex(fieldHash(sha256, 4, key, 'v'))).not.toBe(hash);
    expect(hex(fieldHash(sha256, 3, new Uint8Array(32).fill(2), 'v'))).not.toBe(hash);
    expect(hex(fieldHash(sha256, 3, key, ['v']))).not.toBe(hash);
    for (const length of [0, 31, 33, 64]) {
      expect(() => fieldHash(sha256, 3, new Uint8Array(length), 'v')).toThrow('the disclosure is malformed');
    }
    expect(() => commitmentOf(sha256, [])).toThrow('the disclosure is malformed');
    expect(() => commitmentOf(sha256, [new Uint8Array(31)])).toThrow('the disclosure is malformed');
  });
});

const clean = (value: unknown) => JSON.parse(JSON.stringify(value).replace(/\\ud[0-9a-f]{3}/gi, ''));

describe('disclosure', () => {
  const event = commitEvent({ sha256, random: seededRandom('d') }, { class: 'event', fields });

  it('opens exactly the chosen fields, for every choice', () => {
    fc.assert(
      fc.property(fc.subarray([...EVENT_FIELDS]), (open) => {
        const disclosure = parseDisclosure(JSON.stringify(disclosureJson(discloseEvent({ ...event, fields }, open))));
        const result = verifyDisclosure(sha256, disclosure, event.entry);
        const opened = result.outcome === 'verified' ? result.opened : [];
        expect(result.outcome).toBe('verified');
        expect(opened.map(({ name }) => name)).toEqual(open);
        for (const { name, value } of opened) expect(value).toEqual(fields[name!]);
      }),
    );
  });

  it('still verifies after a field was erased, which then has only its hash', () => {
    const disclosure = discloseEvent({ ...event, fields }, ['time']);
    const text = JSON.stringify(disclosureJson(disclosure));
    expect(text).not.toContain('recipient:9');
    expect(text).not.toContain(base64(event.keys[2]!));
    expect(hex(disclosedEntry(sha256, disclosure))).toBe(hex(event.entry));
  });

  it('is refused with another value, key, class, tag or a hash of another field', () => {
    const open = discloseEvent({ ...event, fields }, [...EVENT_FIELDS]);
    const [first, second, ...rest] = open.fields;
    const lies = [
      { ...open, class: 'erasure' as const },
      { ...open, tag: new Uint8Array(16) },
      { ...open, fields: [second!, first!, ...rest] },
      { ...open, fields: [{ kind: 'open' as const, key: event.keys[0]!, value: '2027' }, second!, ...rest] },
      { ...open, fields: [{ kind: 'open' as const, key: event.keys[1]!, value: fields.time }, second!, ...rest] },
      { ...open, fields: open.fields.slice(0, -1) },
    ];
    for (const lie of lies) {
      expect(verifyDisclosure(sha256, lie, event.entry)).toEqual({
        outcome: 'refused',
        code: 'log.commitment_mismatch',
      });
    }
  });

  it('is refused in any other JSON form', () => {
    const good: Record<string, object> = JSON.parse(
      JSON.stringify(disclosureJson(discloseEvent({ ...event, fields }, ['time']))),
    );
    const bad: readonly unknown[] = [
      'not json',
      [],
      null,
      { ...good, n: 12 },
      { ...good, n: 0 },
      { ...good, n: 1e9 },
      { ...good, class: 6 },
      { ...good, class: '0' },
      { ...good, tag: 'AAAA' },
      { ...good, more: 1 },
      { ...good, open: { ...good['open'], '01': {} } },
      { ...good, open: { '0': { k: base64(event.keys[0]!) } } },
      { ...good, open: { '0': { k: 'AAAA', v: 1 } } },
      { ...good, open: { '0': { k: base64(event.keys[0]!), v: 1, w: 2 } } },
      { ...good, hidden: { ...good['hidden'], '1': 'AAAA' } },
      { ...good, hidden: { ...good['hidden'], '1': undefined, '11': base64(new Uint8Array(32)) } },
    ];
    for (const value of bad) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      expect(tryParse(text), text.slice(0, 60)).toBe('log.disclosure_malformed');
    }
    const deep = `{"class":0,"tag":"${base64(new Uint8Array(16))}","n":1,"hidden":{},"open":{"0":{"k":"${base64(
      event.keys[0]!,
    )}","v":${'['.repeat(5000)}${']'.repeat(5000)}}}}`;
    expect(tryParse(deep)).toBe('log.disclosure_malformed');
    expect(tryParse(`"${'x'.repeat(1_000_001)}"`)).toBe('log.disclosure_malformed');
  });
});

function tryParse(text: string): string {
  try {
    parseDisclosure(text);
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
}

describe('subject tags', () => {
  it('number a person’s entries so that the own key finds them all and another finds none', () => {
    const key = new Uint8Array(32).fill(3);
    const tags = new Set(Array.from({ length: 100 }, (_, i) => hex(subjectTag(sha256, key, i))));
    expect(tags.size).toBe(100);
    expect(tags.has(hex(subjectTag(sha256, new Uint8Array(32).fill(4), 0)))).toBe(false);
    expect(() => subjectTag(sha256, utf8('short'), 0)).toThrow('malformed');
    expect(() => subjectTag(sha256, key, -1)).toThrow('malformed');
  });
});
