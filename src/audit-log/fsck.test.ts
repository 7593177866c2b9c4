import { describe, expect, it } from 'vitest';
import { createTestLog, grow, hasher, seededRandom } from '../../test/support/audit-log.ts';
import { type CommittedEvent, EVENT_FIELDS, type EventFields, commitEvent } from './entry.ts';
import { fsckLog } from './fsck.ts';
import { nodeSha256 } from './hash-node.ts';
import type { EventSource, StoredEvent, StoredField } from './ports.ts';

const SIZE = 300;
const random = seededRandom('fsck');
const fieldsOf = (i: number): EventFields => ({
  time: i,
  actor: `a${i}`,
  subject: null,
  object: null,
  action: 'open',
  legalBasis: null,
  decision: null,
  packVersions: null,
  channel: null,
  place: 'MO',
  detail: null,
});

const stored = (event: CommittedEvent, index: number, erased: readonly number[] = []): StoredEvent => ({
  index,
  fields: EVENT_FIELDS.map(
    (name, i): StoredField =>
      erased.includes(i)
        ? { kind: 'hidden', hash: event.fieldHashes[i]! }
        : { kind: 'open', key: event.keys[i]!, value: fieldsOf(index)[name] },
  ),
});

const log = await createTestLog();
const committed = Array.from({ length: SIZE }, (_, i) =>
  commitEvent({ sha256: nodeSha256, random }, { class: i === 7 ? 'erasure' : 'event', fields: fieldsOf(i) }),
);
for (const { entry } of committed) log.state.submit(entry);
await grow(log, 0);
const events = committed.map((event, i) => stored(event, i));

const fsck = async (rows: readonly StoredEvent[]) => {
  const source: EventSource = {
    events: async function* events() {
      yield* rows;
    },
  };
  return fsckLog({ source: log.tiles, key: log.key, hasher, sha256: nodeSha256, events: source });
};

describe('fsck of a database against its log', () => {
  it('is clean when every event leads to its entry', async () => {
    expect(await fsck(events)).toMatchObject({ clean: true, eventsCompared: SIZE, eventsWaiting: 0, problems: [] });
  });

  it('is clean after fields were erased', async () => {
    const rows = events.map((event, i) => (i % 3 === 0 ? stored(committed[i]!, i, [1, 2, 10]) : event));
    expect(await fsck(rows)).toMatchObject({ clean: true, eventsCompared: SIZE });
  });

  it('counts events that wait for the next checkpoint', async () => {
    const rows = [...events, { ...events[0]!, index: SIZE }, { ...events[0]!, index: SIZE + 1 }];
    expect(await fsck(rows)).toMatchObject({ clean: true, eventsWaiting: 2 });
  });

  it('finds a changed value, a removed event, a doubled event, one out of order and a broken key', async () => {
    const changed = events.map((event, i) => (i === 5 ? { ...events[6]!, index: 5 } : event));
    const removed = events.filter((_, i) => i !== 299);
    const doubled = [...events.slice(0, 10), events[9]!, ...events.slice(10)];
    const disordered = [...events.slice(0, 10), events[11]!, events[10]!, ...events.slice(12)];
    const [first, ...rest] = events[20]!.fields;
    const short = {
      kind: 'open' as const,
      key: new Uint8Array(31),
      value: first!.kind === 'open' ? first!.value : null,
    };
    const broken = events.map((event, i) => (i === 20 ? { index: 20, fields: [short, ...rest] } : event));
    const cases = [
      [changed, [{ code: 'log.commitment_mismatch', index: 5 }]],
      [removed, [{ code: 'log.event_missing', index: 299 }]],
      [doubled, [{ code: 'log.event_disorder', index: 9 }]],
      [broken, [{ code: 'log.disclosure_malformed', index: 20 }]],
    ] as const;
    for (const [rows, problems] of cases) {
      expect(await fsck(rows)).toMatchObject({ clean: false, problems, problemCount: 1 });
    }
    const report = await fsck(disordered);
    expect(report.problems.map(({ code }) => code)).toContain('log.event_disorder');
  });

  it('does not miss an entry of another class that has no event, but would compare one', async () => {
    expect(await fsck(events.filter((_, i) => i !== 7))).toMatchObject({ clean: true });
    const wrong = events.map((event, i) => (i === 7 ? { ...events[8]!, index: 7 } : event));
    expect(await fsck(wrong)).toMatchObject({ clean: false });
  });

  it('finds every event missing when there are none', async () => {
    expect(await fsck([])).toMatchObject({ clean: false, problemCount: SIZE - 1 });
  });
});
