/** Who is in an audience, as the acts of sending and opening need it. */
import type { Executor } from '../database.ts';
import type { RecipientRow } from './recipients.ts';

/** The members of an audience, oldest first; empty for one that is not known. */
export function listAudienceMembers(db: Executor, orgId: string, audienceId: string): Promise<RecipientRow[]> {
  return db
    .selectFrom('audience_member as member')
    .innerJoin('recipient', (join) =>
      join.onRef('recipient.org_id', '=', 'member.org_id').onRef('recipient.recipient_id', '=', 'member.recipient_id'),
    )
    .selectAll('recipient')
    .where('member.org_id', '=', orgId)
    .where('member.audience_id', '=', audienceId)
    .orderBy('member.added_at')
    .orderBy('member.recipient_id')
    .execute();
}

/** Tells whether somebody is in an audience at this moment. */
export async function isMember(db: Executor, orgId: string, audienceId: string, recipientId: string): Promise<boolean> {
  const row = await db
    .selectFrom('audience_member')
    .select('recipient_id')
    .where('org_id', '=', orgId)
    .where('audience_id', '=', audienceId)
    .where('recipient_id', '=', recipientId)
    .executeTakeFirst();
  return row !== undefined;
}
