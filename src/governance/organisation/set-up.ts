/** First start: one link, one officer, one records key whose shares are shown once. */
import { issueEnrolment, useEnrolment } from '../../access/enrolment.ts';
import type { SetupRequest, SetupResponse } from '../../model/api/staff.ts';
import { createRecordsKey } from '../../seal/index.ts';
import { createEnrolmentStore } from '../../store/access/enrolments.ts';
import { insertStaff } from '../../store/access/staff.ts';
import { findOrganisation, insertEntity, insertOrganisation } from '../../store/tables/organisation.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../../transfers/audit.ts';
import { recordRules } from '../packs/record.ts';
import { recordPage } from '../served-page.ts';
import type { OrganisationDeps } from './deps.ts';
import { ORGANISATION } from './errors.ts';

/**
 * Returns a new one-time set-up link for an installation without organisation; earlier ones end. The token stands in the fragment,
 * so that no server and no proxy ever sees it in a URL.
 */
export async function issueSetupLink(
  deps: Pick<OrganisationDeps, 'db' | 'clock' | 'random' | 'publicUrl'>,
  orgId: string,
): Promise<string> {
  const issued = await tx(deps.db, (trx) =>
    issueEnrolment(createEnrolmentStore(trx, orgId), deps, { purpose: 'setup' }),
  );
  return `${deps.publicUrl}/setup#${issued.token.reveal()}`;
}

export type SetUp = { readonly response: SetupResponse; readonly cookies: readonly string[] };

/**
 * Creates the organisation, its legal entity and its first officer, and signs the officer in at stage `enrol`.
 *
 * @throws `organisation.link_not_valid`, `organisation.already_set_up`, `access.password_too_weak`
 */
export async function setUp(deps: OrganisationDeps, orgId: string, command: SetupRequest): Promise<SetUp> {
  if ((await findOrganisation(deps.db.query)) !== undefined) throw ORGANISATION.already_set_up();
  const staffId = deps.ids.uuid();
  const recordsKey = await createRecordsKey(deps.crypto);
  const { officer } = command;
  const now = deps.clock.now();
  const sealed = {
    name_sealed: await deps.fields.seal(`staff.name:${staffId}`, officer.name),
    email_sealed: await deps.fields.seal(`staff.email:${staffId}`, officer.email),
    email_index: await deps.fields.addressIndex(officer.email),
  };
  // The link is looked at before the account is made, and used up with the rows: two at once make one organisation.
  const authUserId = await deps.auth.createAccount({ ...officer, staffId });
  await tx(deps.db, async (trx) => {
    const used = await useEnrolment(createEnrolmentStore(trx, orgId), deps.clock, 'setup', command.token);
    if (used.outcome !== 'accepted') throw ORGANISATION.link_not_valid();
    await insertOrganisation(trx, { id: orgId, ...command.organisation, recordsRecipient: recordsKey.recipient }, now);
    await insertEntity(trx, orgId, { id: deps.ids.uuid(), ...command.legalEntity, profile: {} }, now);
    await insertStaff(trx, {
      org_id: orgId,
      staff_id: staffId,
      auth_user_id: authUserId,
      ...sealed,
      role: 'officer',
      state: 'enrolling',
      created_at: now,
    });
    await recordRules(deps, trx, orgId, deps.rules.current(), { kind: 'system' });
    await recordPage(deps, trx, orgId, deps.pageDigest);
    await recordEvent(
      deps,
      trx,
      { orgId },
      {
        kind: 'organisation.created',
        at: now,
        actor: { kind: 'staff', id: staffId },
        place: command.legalEntity.jurisdiction,
      },
    );
  });
  deps.log.nudge();
  return {
    response: {
      organisationId: orgId,
      recordsKey: { recipient: recordsKey.recipient, shares: [...recordsKey.shares] },
    },
    cookies: await deps.auth.startEnrolSession(officer),
  };
}
