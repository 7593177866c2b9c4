/** `entrepot egress`: what stayed and what crossed, checked against the audit log when asked; of the installation here, or of a server. */
import {
  PROOF_EXPORTS,
  type Proof,
  type ProofCheck,
  proofCheckSchema,
  type ProofExport,
  type ProofSearch,
  proofSchema,
  proofSearchSchema,
  type ProofSums,
} from '../model/api/proof.ts';
import { readArguments, wrongUsage } from './arguments.ts';
import { CLI } from './errors.ts';
import { refuseExisting, writeNewFile } from './files.ts';
import type { Command, Io } from './io.ts';
import { openSession } from './send.ts';
import { requireSuccess } from './server-client.ts';

/** Where the proof is read from. */
export type EgressSource = {
  readonly read: (search: ProofSearch) => Promise<Proof>;
  readonly check: (search: ProofSearch) => Promise<ProofCheck>;
  readonly list: (search: ProofSearch, format: ProofExport) => Promise<AsyncIterable<Uint8Array>>;
  /** Codes of what is wrong with the audit log itself; undefined where only its owner can tell. */
  readonly log: (() => Promise<readonly string[]>) | undefined;
  readonly close: () => Promise<void>;
};

const USAGE = `usage: entrepot egress [--from DAY] [--to DAY] [--door ID] [--connection ID] [--verify] [--json]
                       [--out FILE [--format csv|json]] [--server URL]

Says what stayed and what crossed: bytes of content kept, bytes that direct posting would have sent, bytes that
left, notices, personal data found in what left. Reads the installation in ENTREPOT_DATA, beside its server or
without one; with --server a server, signed in as an officer or auditor.

  --from, --to DAY  first and last day in the organisation's time zone, as 2026-01-31
  --door ID         what came through one door only
  --connection ID   what goes by one connection only
  --verify          check the record of what left against its digests in the audit log, and the log against the
                    database; read bodies that are still kept once more
  --out FILE        write the list of every body that left (time, connection, bytes, SHA-256) to a new file
  --format          of that list: csv (default) or json, which also holds the digests

Ends with 0; with 1 when something does not hold or personal data is on the record.
`;

/** @param openHere - The installation in ENTREPOT_DATA. */
export function egressCommand(openHere: (io: Io) => Promise<EgressSource>): Command {
  return async (args, io) => {
    const given = readArguments(args, io, {
      usage: USAGE,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        door: { type: 'string' },
        connection: { type: 'string' },
        verify: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        format: { type: 'string', default: 'csv' },
        server: { type: 'string' },
      },
      positionals: [0, 0],
    });
    if (given.kind === 'done') return given.code;
    const { from, to, door, connection, verify, json, out, format, server } = given.values;
    const search = proofSearchSchema.safeParse(defined({ from, to, door, connection }));
    if (!search.success)
      return wrongUsage(io, USAGE, `--${String(search.error.issues[0]?.path[0])} cannot be used`).code;
    const wanted = PROOF_EXPORTS.find((one) => one === format);
    if (wanted === undefined) return wrongUsage(io, USAGE, 'unknown --format').code;
    if (out !== undefined) await refuseExisting(out);
    const source = server === undefined ? await openHere(io) : await openServer(io, server);
    try {
      return await report(io, source, { search: search.data, verify, json, out, format: wanted });
    } finally {
      await source.close();
    }
  };
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

type Wishes = {
  readonly search: ProofSearch;
  readonly verify: boolean;
  readonly json: boolean;
  readonly out: string | undefined;
  readonly format: ProofExport;
};

async function report(io: Io, source: EgressSource, wishes: Wishes): Promise<number> {
  const proof = await source.read(wishes.search);
  const check = wishes.verify ? await source.check(wishes.search) : null;
  const log = wishes.verify && source.log !== undefined ? await source.log() : null;
  if (wishes.out !== undefined) {
    const size = await writeNewFile(wishes.out, await source.list(wishes.search, wishes.format));
    if (!wishes.json) io.stdout(`${wishes.out} ${size} bytes\n`);
  }
  if (wishes.json) io.stdout(`${JSON.stringify({ ...proof, check, log })}\n`);
  else io.stdout(asText(proof, check, log));
  const holds = proof.total.personal === 0 && check?.outcome !== 'refused' && (log ?? []).length === 0;
  return holds ? 0 : 1;
}

function asText(proof: Proof, check: ProofCheck | null, log: readonly string[] | null): string {
  const { total, from, to } = proof;
  const lines = [
    `${from ?? 'from the beginning'} to ${to ?? 'now'} (${proof.timeZone})`,
    `content kept      ${total.granted.bytes} bytes in ${total.granted.transfers} transfers`,
    `held, refused     ${total.held.bytes}, ${total.refused.bytes} bytes in ${total.held.transfers}, ${total.refused.transfers} transfers`,
    `direct posting    ${directOf(total)} bytes would have been sent`,
    `crossed           ${total.crossed.bytes} bytes in ${total.crossed.records} bodies; in the sandbox ${total.sandbox.bytes} in ${total.sandbox.records}`,
    `notices           ${total.notices}, telling of ${total.messages} messages`,
    `share kept        ${proof.keptShare === null ? '-' : proof.keptShare}`,
    `personal data     ${total.personal} in what crossed; stopped by the guard: ${total.stopped}`,
    `closed until      ${proof.closedUntil ?? 'not yet'}`,
  ];
  if (check !== null) lines.push(...checkLines(check));
  if (log !== null)
    lines.push(log.length === 0 ? 'audit log         holds' : `audit log         REFUSED ${log.join(' ')}`);
  return `${lines.join('\n')}\n`;
}

/** What would have gone out had every transfer of the period been posted as it is. */
export function directOf({ granted, held, refused }: ProofSums): number {
  return granted.direct + held.direct + refused.direct;
}

function checkLines(check: ProofCheck): string[] {
  const { recordsChecked, recordsOpen, personal } = check;
  const odd = check.digests.filter(({ problem }) => problem !== null);
  return [
    `record            ${check.outcome === 'holds' ? 'holds' : 'REFUSED'}: ${check.digests.length} digests over ${recordsChecked} bodies, ${recordsOpen} not closed yet`,
    ...odd.map(({ from, to, problem }) => `  ${from} to ${to}: ${String(problem)}`),
    `read again        ${personal.bodiesRead} bodies still kept, ${personal.bodiesWithFindings} with findings`,
  ];
}

/** A server, with the session of `entrepot sign-in`. */
async function openServer(io: Io, server: string): Promise<EgressSource> {
  const client = await openSession(io, server);
  const query = (search: ProofSearch, more: Readonly<Record<string, string>> = {}): string => {
    const text = new URLSearchParams({ ...search, ...more }).toString();
    return text === '' ? '' : `?${text}`;
  };
  return {
    read: (search) => client.get(`/api/v1/proof${query(search)}`, proofSchema),
    check: (search) => client.get(`/api/v1/proof/check${query(search)}`, proofCheckSchema),
    list: async (search, format) => {
      const answer = await requireSuccess(
        await client.request('GET', `/api/v1/proof/export${query(search, { format })}`),
      );
      if (answer.body === null) throw CLI.server_answer({ status: answer.status });
      return answer.body;
    },
    log: undefined,
    close: () => Promise.resolve(),
  };
}
