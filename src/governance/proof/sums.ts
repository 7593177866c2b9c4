/** Rows of the store, grouped by day, route and kind, added up to what a page and a file show. */
import type { Proof, ProofSums } from '../../model/api/proof.ts';
import type { ContentRow, CrossedRow, NoticeRow, StoppedRow } from '../../store/tables/proof.ts';

export type ProofRows = {
  readonly content: readonly ContentRow[];
  readonly crossed: readonly CrossedRow[];
  readonly notices: readonly NoticeRow[];
  readonly stopped: readonly StoppedRow[];
};

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Sums = Mutable<ProofSums>;
type Row = { readonly day: string; readonly door: string | null; readonly connection: string };

function noSums(): Sums {
  const none = (): Sums['granted'] => ({ transfers: 0, bytes: 0, direct: 0 });
  return {
    granted: none(),
    held: none(),
    refused: none(),
    crossed: { records: 0, bytes: 0 },
    sandbox: { records: 0, bytes: 0 },
    notices: 0,
    messages: 0,
    personal: 0,
    stopped: 0,
  };
}

/** Adds every row to the sums that `of` gives for it. */
function addUp(rows: ProofRows, of: (row: Row) => Sums): void {
  for (const row of rows.content) {
    const sums = of(row)[row.fate];
    sums.transfers += row.transfers;
    sums.bytes += row.bytes;
    sums.direct += row.direct;
  }
  for (const row of rows.crossed) {
    const sums = of(row);
    const side = sums[row.sandbox ? 'sandbox' : 'crossed'];
    side.records += row.records;
    side.bytes += row.bytes;
    sums.personal += row.personal;
  }
  for (const row of rows.notices) {
    const sums = of(row);
    sums.notices += row.notices;
    sums.messages += row.messages;
  }
  for (const row of rows.stopped) of(row).stopped += row.stopped;
}

/** One group of sums per key, made when it is first asked for. */
function groups<T extends { readonly sums: Sums }>(make: (row: Row) => T, keyOf: (row: Row) => string) {
  const known = new Map<string, T>();
  return {
    of: (row: Row): Sums => {
      const key = keyOf(row);
      const group = known.get(key) ?? make(row);
      known.set(key, group);
      return group.sums;
    },
    all: (): T[] => [...known.values()],
  };
}

export function totalOf(rows: ProofRows): ProofSums {
  const total = noSums();
  addUp(rows, () => total);
  return total;
}

/** By day, the first first. The sandbox counts as if it had crossed: a trial shows what would be. */
export function daysOf(rows: ProofRows): Proof['days'] {
  const days = groups(
    ({ day }) => ({ day, sums: noSums() }),
    ({ day }) => day,
  );
  addUp(rows, days.of);
  return days
    .all()
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .map(({ day, sums }) => ({
      day,
      contentBytes: sums.granted.bytes,
      crossedBytes: sums.crossed.bytes + sums.sandbox.bytes,
      notices: sums.notices,
    }));
}

export type RouteSums = { readonly door: string | null; readonly connection: string; readonly sums: ProofSums };

/** By door and connection, most content first. */
export function routesOf(rows: ProofRows): RouteSums[] {
  const routes = groups(
    ({ door, connection }) => ({ door, connection, sums: noSums() }),
    ({ door, connection }) => `${door ?? ''} ${connection}`,
  );
  addUp(rows, routes.of);
  const content = ({ granted, held, refused }: ProofSums): number => granted.bytes + held.bytes + refused.bytes;
  return routes.all().sort((a, b) => content(b.sums) - content(a.sums) || (a.connection < b.connection ? -1 : 1));
}

export function kindsOf(crossed: readonly CrossedRow[]): Proof['kinds'] {
  const kinds = new Map<string, Mutable<Proof['kinds'][number]>>();
  for (const row of crossed) {
    const known = kinds.get(row.kind) ?? {
      kind: row.kind,
      crossed: { records: 0, bytes: 0 },
      sandbox: { records: 0, bytes: 0 },
    };
    kinds.set(row.kind, known);
    const side = known[row.sandbox ? 'sandbox' : 'crossed'];
    side.records += row.records;
    side.bytes += row.bytes;
  }
  const bytes = (one: Proof['kinds'][number]): number => one.crossed.bytes + one.sandbox.bytes;
  return [...kinds.values()].sort((a, b) => bytes(b) - bytes(a) || (a.kind < b.kind ? -1 : 1));
}

/** The meter's share: granted content against every body, the sandbox as if it had crossed. */
export function keptShareOf({ granted, crossed, sandbox }: ProofSums): number | null {
  return granted.bytes === 0 ? null : Math.max(0, 1 - (crossed.bytes + sandbox.bytes) / granted.bytes);
}
