/** Clocks that somebody starts by hand: an incident, a contract that was signed, an assessment that was made. */
import type { OpenDuties } from '../../model/api/duties.ts';
import { type ContractKind, contractKindSchema, type Facts } from '../../model/facts.ts';
import type { PolicyEngine } from '../../policy/engine.ts';
import { type EntityRow, listEntities } from '../../store/tables/organisation.ts';
import { listProcessingRecords } from '../../store/tables/processing.ts';
import { tx } from '../../store/transaction.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { type DutyAct, openDuties } from '../../transfers/duties.ts';
import type { DutyDeps } from './deps.ts';
import { DUTY } from './errors.ts';

/** Clocks of different computers differ a little. */
const TOLERANCE_MS = 5 * 60_000;

/**
 * Opens the duties that the packs attach to it and returns their ids.
 *
 * @throws `duty.unknown_entity`; `duty.in_the_future` for an incident that is to come; `duty.nothing_to_open` when no rule runs a clock for it.
 */
export async function openByHand(
  deps: DutyDeps,
  tenant: Tenant,
  actor: StaffActor,
  command: OpenDuties,
): Promise<string[]> {
  const { transfers } = deps;
  const entity = (await listEntities(transfers.db.query, tenant.orgId)).find((one) => one.id === command.entityId);
  if (entity === undefined) throw DUTY.unknown_entity();
  const now = transfers.clock.now();
  const act = actOf(deps, entity, command, now, await contractsOf(deps, tenant, entity.id));
  if (command.kind === 'incident' && act.at.getTime() > now.getTime() + TOLERANCE_MS) throw DUTY.in_the_future();
  const opened = await tx(transfers.db, async (trx) => {
    const ids = await openDuties(transfers, trx, tenant, { ...act, actor: { kind: 'staff', id: actor.id } });
    if (ids.length === 0) throw DUTY.nothing_to_open();
    return ids;
  });
  transfers.log.nudge();
  return opened;
}

/** Contracts of the entity that are on record and have not ended. */
async function contractsOf(deps: DutyDeps, tenant: Tenant, entityId: string): Promise<ContractKind[]> {
  const key = { entityId, purpose: null, transferId: null };
  const records = await listProcessingRecords(deps.transfers.db.query, tenant.orgId, key);
  const now = deps.transfers.clock.now();
  const current = records.filter((row) => row.expires_at === null || row.expires_at > now);
  const names = new Set(current.flatMap((row) => row.contracts));
  return contractKindSchema.options.filter((kind) => names.has(kind));
}

function actOf(
  deps: DutyDeps,
  entity: EntityRow,
  command: OpenDuties,
  now: Date,
  contracts: readonly ContractKind[],
): Omit<DutyAct, 'actor'> {
  const common = { entityId: entity.id, transferId: null, granted: false, recordedAt: now };
  if (command.kind === 'incident') {
    const at = new Date(command.knownAt);
    return {
      ...common,
      purpose: null,
      incidentId: deps.transfers.ids.uuid(),
      at,
      facts: [...new Set(command.places)].map((place) =>
        incidentFacts(deps.engine(), entity, command, place, at, contracts),
      ),
      details: JSON.stringify(command.details),
    };
  }
  const id = deps.transfers.ids.uuid();
  const record =
    command.kind === 'contract'
      ? { contract: { [command.contract]: { id, effective_at: command.effectiveAt } } }
      : { pia: { [command.assessment]: { id, done_at: command.doneAt } } };
  return {
    ...common,
    purpose: command.purpose,
    incidentId: null,
    at: now,
    facts: [{ ...entityFacts(entity, now), ...record, ...recipientOf(command) }],
    details: JSON.stringify({ reference: command.reference }),
    ofRecordsOnly: true,
  };
}

function entityFacts(entity: EntityRow, at: Date): Facts {
  const { org, held } = entity.profile;
  return {
    at: at.toISOString(),
    event: 'send',
    origin: entity.jurisdiction,
    cats: ['user'],
    ...(org === undefined ? {} : { org }),
    ...(held === undefined ? {} : { held }),
  };
}

function recipientOf(command: OpenDuties): Pick<Facts, 'recipient'> {
  return command.kind === 'contract' && command.contract === 'dpa' ? { recipient: { type: 'processor' } } : {};
}

/** A law of several places, such as that of the Union, is asked as one of them. */
function incidentFacts(
  engine: PolicyEngine,
  entity: EntityRow,
  command: { readonly personalData: boolean },
  place: string,
  at: Date,
  contracts: readonly ContractKind[],
): Facts {
  const origins = engine.packs.find(({ file }) => file.jurisdiction === place)?.file.origins ?? [];
  const origin = origins.includes(place) ? place : (origins[0] ?? place);
  return {
    ...entityFacts(entity, at),
    event: 'breach',
    origin,
    dest: origin,
    subject_loc: [origin],
    cats: command.personalData ? ['user'] : [],
    // Contracts in force bring their own duties to report.
    contract: Object.fromEntries(contracts.map((kind) => [kind, {}])),
  };
}
