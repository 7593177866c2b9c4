/** Who may state what about one content. */
import { may } from '../access/authorize.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { LegalRecord } from '../model/legal-record.ts';
import type { StaffActor } from './deps.ts';
import { RECORD } from './errors.ts';

type Counted = Pick<ClassificationSummary, 'persons'>;

/**
 * Returns nothing when `actor` may state these facts: a sender may say that there are more persons than were counted, fewer is for an
 * officer to say, because thresholds of the law hang on the number.
 *
 * @throws `record.fewer_persons`
 */
export function checkStated(actor: StaffActor, counted: Counted, record: Pick<LegalRecord, 'facts'>): void {
  if (isTooFew(actor, counted, record)) throw RECORD.fewer_persons();
}

/** The record as it would count: a number that the actor may not state is left out. For what is only being typed. */
export function asPermitted<R extends Pick<LegalRecord, 'facts'>>(actor: StaffActor, counted: Counted, record: R): R {
  if (!isTooFew(actor, counted, record)) return record;
  const { n: _fewer, ...facts } = record.facts;
  return { ...record, facts };
}

function isTooFew(actor: StaffActor, { persons }: Counted, { facts }: Pick<LegalRecord, 'facts'>): boolean {
  return facts.n !== undefined && facts.n < persons && !may(actor.role, 'record.manage');
}
