/**
 * All looks at what is one person's, with proofs: an evidence bundle that `entrepot evidence verify` checks offline. With the person's key and
 * the entries of the log it is shown that no entry with his tag was left out (docs/spec/audit-log.md, 2.4).
 */
import { zipSync } from 'fflate';
import {
  CHECKPOINT_PATH,
  type Checkpoint,
  disclosureJson,
  ENTRY_CLASSES,
  type EntryClass,
  entryClassOf,
  LOG,
  logError,
  type LogSource,
  openCheckpoint,
  proveInclusion,
  TILE_WIDTH,
  tilePathAt,
  treeHasher,
  verifierKeyText,
  writeProofFile,
} from '../../audit-log/index.ts';
import { type Bytes, base64, fromUtf8, hex, ownBytes, utf8 } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { listWholeEventsAbout } from '../../store/tables/accesses.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { createEventOpener } from '../../transfers/stored-events.ts';
import { type Concerned, readTagKey } from '../../transfers/subject-tags.ts';
import type { AccessDeps } from './deps.ts';
import { ACCESSES } from './errors.ts';

/** A longer log does not go along: the verifier reads it where it is published. */
const ENTRIES_ALONG = 65_536;

export type AccessBundle = { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Returns the zip. @throws `accesses.not_yet` while an earlier number is not in the checkpoint that has a later one */
export async function exportAccesses(deps: AccessDeps, tenant: Tenant, whom: Concerned): Promise<AccessBundle> {
  const { transfers } = deps;
  const { source, key } = await deps.log();
  const text = await source.read(CHECKPOINT_PATH);
  if (text === undefined) throw ACCESSES.not_yet();
  const opened = await openCheckpoint(text, key);
  if (opened.outcome === 'refused') throw logError(opened.code);
  const { checkpoint } = opened;
  const files = new Map<string, Bytes>([
    ['log.vkey', utf8(`${verifierKeyText(key)}\n`)],
    [CHECKPOINT_PATH, text],
  ]);
  const count = await addEvents(files, deps, tenant, whom, source, checkpoint, fromUtf8(text));
  const known = await readTagKey(transfers, transfers.db.query, tenant.orgId, whom);
  // Somebody about whom there is nothing has no key; one that tags nothing shows just that.
  const tagKey = known?.key ?? new Uint8Array(32);
  const subject = { v: 1, kind: whom.kind, id: whom.id, key: base64(tagKey), count };
  files.set('subject.json', utf8(`${canonicalJson(subject)}\n`));
  if (checkpoint.size <= ENTRIES_ALONG) await addTiles(files, source, checkpoint.size);
  const digests = Object.fromEntries([...files].map(([name, bytes]) => [name, hex(transfers.sha256(bytes))]));
  const created = transfers.clock.now().toISOString();
  files.set('manifest.json', utf8(`${canonicalJson({ format: 'entrepot.evidence/v1', created, files: digests })}\n`));
  return { name: `accesses-${created.slice(0, 10)}.zip`, bytes: ownBytes(zipSync(Object.fromEntries(files))) };
}

async function addEvents(
  files: Map<string, Bytes>,
  { transfers }: AccessDeps,
  tenant: Tenant,
  whom: Concerned,
  source: LogSource,
  head: Checkpoint,
  checkpoint: string,
): Promise<number> {
  const rows = await listWholeEventsAbout(transfers.db.query, tenant.orgId, whom, head.size);
  if (rows.some((row, at) => row.about_no !== at)) throw ACCESSES.not_yet();
  const open = createEventOpener(transfers.fields);
  const from = { hasher: treeHasher(transfers.sha256), source };
  for (const row of rows) {
    const index = row.idx ?? -1;
    const fields = await open({
      eventId: row.event_id,
      fieldsSealed: row.fields_sealed,
      fieldHashes: row.field_hashes,
      keys: row.keys,
    });
    const disclosure = { class: classOf(row.class), tag: ownBytes(row.tag), fields };
    const { proof } = await proveInclusion(from, index, head);
    files.set(`events/${index}.json`, utf8(`${canonicalJson(disclosureJson(disclosure))}\n`));
    files.set(`proofs/${index}.tlog-proof`, utf8(writeProofFile({ index, proof, checkpoint })));
  }
  return rows.length;
}

/** The whole log, so that the bundle alone shows that nothing was left out. */
async function addTiles(files: Map<string, Bytes>, source: LogSource, size: number): Promise<void> {
  const add = async (path: string): Promise<void> => {
    const bytes = await source.read(path);
    if (bytes === undefined) throw LOG.missing_tile({ path });
    files.set(path, bytes);
  };
  for (let index = 0; index * TILE_WIDTH < size; index += 1) await add(tilePathAt(size, 'entries', index));
  for (let level = 0, hashes = size; hashes > 0; level += 1, hashes = Math.floor(hashes / TILE_WIDTH))
    for (let index = 0; index * TILE_WIDTH < hashes; index += 1) await add(tilePathAt(size, level, index));
}

function classOf(byte: number): EntryClass {
  const name = entryClassOf(byte);
  if (name === undefined || ENTRY_CLASSES[name] !== byte) throw LOG.entry_malformed();
  return name;
}
