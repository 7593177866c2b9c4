/** Bringing a version of a pack in: checked whole, alone and among the others, and kept in shadow. Nothing is decided by it yet. */
import type { BringVersion, Brought } from '../../model/api/packs.ts';
import { nodeCedar } from '../../policy/cedar-node.ts';
import { loadPack, type Pack } from '../../policy/load-pack.ts';
import type { PackProblem } from '../../policy/rule.ts';
import { findVersionsByDigest, insertVersion, listVersions, moveVersion } from '../../store/tables/packs.ts';
import { type Trx, tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import type { PackDeps } from './deps.ts';
import { PACKS } from './errors.ts';
import type { RunningRules } from './rules.ts';
import { readBrought } from './intake.ts';
import { tryPack } from './trial.ts';

/** Versions that wait in shadow at the same time. */
const MOST_WAITING = 30;
const MOST_PROBLEMS = 200;

/**
 * Keeps a version in shadow, or returns everything that is wrong with it. The same text brought twice is one version.
 *
 * @throws `packs.too_many`
 */
export async function bringVersion(
  deps: PackDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: BringVersion,
): Promise<Brought> {
  const read = readBrought(command.content);
  if (read.outcome === 'rejected') return rejected(read.problems);
  const rules = deps.rules.current();
  const { schema } = rules.sources;
  const loaded = await loadPack(read.files, schema, nodeCedar);
  if (loaded.outcome === 'rejected') return rejected(loaded.problems);
  const { pack } = loaded;
  const problems = [...identityProblems(rules, command.pack, pack), ...togetherProblems(rules, pack)];
  if (problems.length > 0) return rejected(problems);
  const candidateId = deps.ids.uuid();
  const kept = await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    const waiting = (await listVersions(trx, tenant.orgId, 1_000)).filter((one) => one.state === 'shadow');
    if (waiting.length >= MOST_WAITING) throw PACKS.too_many({ most: MOST_WAITING });
    const isNew = await insertVersion(trx, {
      org_id: tenant.orgId,
      candidate_id: candidateId,
      pack: pack.file.pack,
      version: pack.file.version,
      digest: pack.digest,
      files: JSON.stringify(read.files),
      schema_text: schema,
      origin: 'brought',
      state: 'shadow',
      created_by: actor.id,
      created_at: at,
      changed_at: at,
    });
    const id = isNew ? candidateId : await knownVersion(trx, tenant, pack, at);
    await recordEvent(deps, trx, tenant, {
      kind: 'pack.brought',
      at,
      actor: { kind: 'staff', id: actor.id },
      subjectId: id,
      packs: [{ pack: pack.file.pack, version: pack.file.version, digest: pack.digest }],
    });
    return id;
  });
  deps.log.nudge();
  return { outcome: 'kept', id: kept };
}

/** A text that was discarded waits again; one that was in use stays what it is. */
async function knownVersion(trx: Trx, tenant: Tenant, pack: Pack, at: Date): Promise<string> {
  const rows = await findVersionsByDigest(trx, tenant.orgId, [pack.digest]);
  const row = rows.find((one) => one.pack === pack.file.pack);
  if (row === undefined) throw PACKS.not_found();
  await moveVersion(trx, tenant.orgId, row.candidate_id, ['discarded'], 'shadow', at);
  return row.candidate_id;
}

/** It is the pack that it was brought in for, another text than the one in use, and says so by its number. */
function identityProblems({ engine }: RunningRules, wanted: string, { file, digest }: Pack): readonly PackProblem[] {
  const inPackFile = (problem: string): PackProblem => ({ file: 'pack.json', rule: null, problem });
  if (file.pack !== wanted) return [inPackFile(`this is a version of ${file.pack}, not of ${wanted}`)];
  const current = engine.packs.find((one) => one.file.pack === file.pack);
  if (current === undefined) return [];
  if (current.digest === digest) return [inPackFile('these are the texts that are in use')];
  return current.file.version === file.version
    ? [inPackFile(`version ${file.version} is in use with another text: give it a number of its own`)]
    : [];
}

/** What does not go together with the other packs in use and the organisation's own numbers. */
function togetherProblems(rules: RunningRules, pack: Pack): readonly PackProblem[] {
  const tried = tryPack(rules, pack);
  return tried.outcome === 'rejected' ? tried.problems : [];
}

function rejected(problems: readonly PackProblem[]): Brought {
  return { outcome: 'rejected', problems: problems.slice(0, MOST_PROBLEMS).map((one) => ({ ...one })) };
}
