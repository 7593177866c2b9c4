/** Before a door is made: what would become of ordinary messages on its route. Nothing is stored. */
import type { DoorCheck } from '../../model/api/doors.ts';
import type { DoorRoute } from '../../model/door.ts';
import type { Locale } from '../../model/locale.ts';
import { findAudience, listAudienceMembers } from '../../store/tables/audience-admin.ts';
import { decideSend, explainDecision } from '../../transfers/decide-transfer.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { mergePersons, withPersons } from '../../transfers/persons.ts';
import { readSituation, recipientPlace } from '../../transfers/situation.ts';
import type { DoorDeps } from './deps.ts';
import { DOOR } from './errors.ts';

/** What a monitoring system writes, and what it writes when somebody put a person into it. The person is made up. */
const SAMPLES = {
  ordinary: 'The nightly backup of the file server has finished without errors.',
  personal: 'Request of Chan Tai Man, telephone +853 6612 3456.',
} as const;

/**
 * Classifies each sample and decides it for the audience as a transfer would be, with the standing records that there are.
 *
 * @throws `door.unknown_audience`, `transfer.unknown_entity`
 */
export async function checkRoute(
  deps: DoorDeps,
  tenant: Tenant,
  locale: Locale,
  route: Pick<DoorRoute, 'entityId' | 'audienceId' | 'purpose'>,
): Promise<DoorCheck> {
  const { orgId } = tenant;
  const at = deps.clock.now();
  const members = await listAudienceMembers(deps.db.query, orgId, route.audienceId);
  if (members.length === 0 && (await findAudience(deps.db.query, orgId, route.audienceId)) === undefined)
    throw DOOR.unknown_audience();
  const decided = async (sample: keyof typeof SAMPLES): Promise<DoorCheck['samples'][number]> => {
    const content = await deps.classifier.message(SAMPLES[sample]);
    const persons = mergePersons([content.persons]);
    const classification = withPersons(deps.classifier.summarise([content.classification]), persons);
    const situation = await readSituation(deps.db.query, orgId, {
      entityId: route.entityId,
      transferId: null,
      at,
      classification,
      persons: persons.hashes,
      purpose: route.purpose,
      drafts: [],
      approvals: [],
    });
    const recipients = members.map(recipientPlace);
    const decision = decideSend(deps, at, { ...situation, recipients, showsAll: deps.policy.capabilities.drawsPages });
    return {
      sample,
      level: classification.level,
      decision: decision === undefined ? null : explainDecision(deps.policy, decision.merged, locale),
    };
  };
  return { members: members.length, samples: [await decided('ordinary'), await decided('personal')] };
}
