/** A classification as people see it: why it has its level, examples of what was found, and exceptions with who set them. */
import type { ClassificationView } from '../model/api/levels.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { Executor } from '../store/database.ts';
import { findExceptions } from '../store/tables/finding-exceptions.ts';

type Names = (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** INVARIANT: hashes of values and the evidence stay inside; places and reasons leave, values are nowhere. */
export async function viewClassification(
  db: Executor,
  orgId: string,
  names: Names,
  summary: ClassificationSummary,
): Promise<ClassificationView> {
  const { evidence: _, findings = [], excepted = [], ...shown } = summary;
  const rows = await findExceptions(
    db,
    orgId,
    excepted.map(({ id }) => id),
  );
  const setBy = new Map(rows.map((row) => [row.exception_id, row.set_by]));
  const people = await names([...new Set([...setBy.values()].filter((id) => id !== null))]);
  return {
    ...shown,
    findings: findings.map(({ tag: _tag, ...finding }, index) => ({ ...finding, index })),
    excepted: excepted.map(({ id, type, n }) => {
      const by = setBy.get(id) ?? null;
      return { id, type, n, by: by === null ? null : (people.get(by) ?? '?') };
    }),
  };
}
