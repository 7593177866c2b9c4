/** The finding that somebody points at: its type, whether its check holds, and the hash of its value. The value itself is never kept. */
import { exceptionKey } from '../../classify/exception-key.ts';
import type { FindingPlace } from '../../model/api/levels.ts';
import type { ClassificationSummary, Finding } from '../../model/classification.ts';
import type { Tenant } from '../../transfers/deps.ts';
import { type Reader, requireTransfer } from '../../transfers/read.ts';
import { requireUpload } from '../../transfers/uploads.ts';
import type { LevelDeps } from './deps.ts';
import { LEVELS_ERRORS } from './errors.ts';

export type LocatedFinding = Pick<Finding, 'type' | 'check'> & {
  readonly tag: string;
  readonly transferId: string | null;
};

/** @throws `transfer.not_found`, `upload.not_found`, `levels.finding_not_found`, `levels.not_markable` for one of an earlier release */
export async function locateFinding(
  deps: LevelDeps,
  tenant: Tenant,
  reader: Reader,
  place: FindingPlace,
): Promise<LocatedFinding> {
  if (place.kind === 'text') return inText(deps, place);
  if (place.kind === 'transfer') {
    const row = await requireTransfer(deps, tenant, reader, place.id);
    return { ...inSummary(row.classification, place.index), transferId: row.transfer_id };
  }
  const upload = await requireUpload(deps, tenant, reader.actor, place.id);
  return { ...inSummary(upload.classification, place.index), transferId: null };
}

function inSummary(summary: ClassificationSummary | null, index: number): Omit<LocatedFinding, 'transferId'> {
  const found = summary?.findings?.[index];
  if (found === undefined) throw LEVELS_ERRORS.finding_not_found();
  if (found.excepted !== undefined) throw LEVELS_ERRORS.exception_exists();
  if (found.tag === undefined) throw LEVELS_ERRORS.not_markable();
  return { type: found.type, check: found.check, tag: found.tag };
}

/** The text is classified here: what a page says of it is not believed. */
async function inText(deps: LevelDeps, place: FindingPlace & { readonly kind: 'text' }): Promise<LocatedFinding> {
  const { classification } = await deps.classifier.message(place.text);
  const found = classification.findings.find(
    (one) => one.type === place.type && one.start === place.start && one.end === place.end,
  );
  if (found === undefined) throw LEVELS_ERRORS.finding_not_found();
  if (found.excepted !== undefined) throw LEVELS_ERRORS.exception_exists();
  const tag = deps.levels.tag(exceptionKey(found.type, place.text.slice(place.start, place.end)));
  return { type: found.type, check: found.check, tag, transferId: null };
}
