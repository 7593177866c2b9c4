/** The checks as the console shows them: what was found last, what people answered, what changed since the run before. */
import type { Posture, PostureCheck } from '../../model/api/posture.ts';
import { CHECK_IDS, type CheckId, type Standing, STANDINGS } from '../../model/posture.ts';
import {
  type AnswerRow,
  countFindings,
  type FindingRow,
  listAnswers,
  listFindings,
  listRuns,
  type RunRow,
} from '../../store/tables/posture.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { StaffNames } from '../../transfers/read.ts';
import { ANSWER_DAYS, noteContext } from './answer.ts';
import { CHECKS, wayOf } from './checks.ts';
import type { PostureDeps } from './deps.ts';

const RUNS_SHOWN = 20;

export async function readPosture(deps: PostureDeps, tenant: Tenant, names: StaffNames): Promise<Posture> {
  const { orgId } = tenant;
  const { query } = deps.db;
  const runs = await listRuns(query, orgId, RUNS_SHOWN);
  const [last, before] = runs;
  const found = last === undefined ? [] : await listFindings(query, orgId, last.run_id);
  const earlier = before === undefined ? [] : await listFindings(query, orgId, before.run_id);
  const answers = await listAnswers(query, orgId);
  const people = await names([
    ...new Set([...answers.map((row) => row.answered_by), ...runs.flatMap((row) => row.started_by ?? [])]),
  ]);
  const checks = await Promise.all(
    CHECK_IDS.map((id) =>
      checkOf(deps, id, people, {
        found: found.find((row) => row.check_id === id),
        earlier: earlier.find((row) => row.check_id === id),
        answer: answers.find((row) => row.check_id === id),
        before,
      }),
    ),
  );
  const able = (await deps.connections()).filter(({ channel }) => channel?.settings !== undefined);
  return {
    checks: checks.sort(byUrgency),
    runs: await runsOf(deps, orgId, runs, people),
    applications: able.map(({ id, label }) => ({ id, label: label ?? id })),
    weekly: deps.installation.weekly,
    answerDays: ANSWER_DAYS,
  };
}

type Rows = {
  readonly found: FindingRow | undefined;
  readonly earlier: FindingRow | undefined;
  readonly answer: AnswerRow | undefined;
  readonly before: RunRow | undefined;
};

async function checkOf(
  deps: PostureDeps,
  id: CheckId,
  people: ReadonlyMap<string, string>,
  rows: Rows,
): Promise<PostureCheck> {
  const { group, grounds, source } = CHECKS[id];
  const { found, earlier, answer, before } = rows;
  const now = deps.clock.now();
  const standing = standingOf(found, answer, now);
  return {
    id,
    group,
    way: wayOf(id),
    standing,
    result: found?.result ?? null,
    detail: found?.detail ?? {},
    answer: answer === undefined ? null : await answerOf(deps, answer, people, now),
    // What was answered after the run before was not known then.
    changed:
      before === undefined
        ? null
        : changeOf(standingOf(earlier, knownAt(answer, before.started_at), before.started_at), standing),
    grounds: [...grounds],
    source,
  };
}

function knownAt(answer: AnswerRow | undefined, at: Date): AnswerRow | undefined {
  return answer !== undefined && answer.answered_at <= at ? answer : undefined;
}

/** What was read counts; else what a person said and still counts; else somebody has to look. */
function standingOf(found: FindingRow | undefined, answer: AnswerRow | undefined, now: Date): Standing {
  if (found?.result === 'bad') return 'fix';
  if (found?.result === 'good') return 'good';
  if (answer === undefined || answer.valid_until <= now) return 'answer';
  return answer.answer === 'bad' ? 'fix' : answer.answer;
}

function changeOf(before: Standing, now: Standing): PostureCheck['changed'] {
  if (before === now) return null;
  if (now === 'fix') return 'worse';
  if (before === 'fix' && now !== 'answer') return 'better';
  if (now === 'answer') return 'worse';
  return 'better';
}

async function answerOf(
  deps: PostureDeps,
  row: AnswerRow,
  people: ReadonlyMap<string, string>,
  now: Date,
): Promise<NonNullable<PostureCheck['answer']>> {
  return {
    value: row.answer,
    note:
      row.note_sealed === null
        ? null
        : await deps.fields.open(noteContext(row.check_id, row.answered_at), row.note_sealed),
    by: people.get(row.answered_by) ?? null,
    at: row.answered_at.toISOString(),
    validUntil: row.valid_until.toISOString(),
    expired: row.valid_until <= now,
  };
}

/** What is bad first, the heavier first; what is good last. */
function byUrgency(a: PostureCheck, b: PostureCheck): number {
  return (
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
    CHECKS[a.id].weight - CHECKS[b.id].weight ||
    CHECK_IDS.indexOf(a.id) - CHECK_IDS.indexOf(b.id)
  );
}

async function runsOf(
  deps: PostureDeps,
  orgId: string,
  runs: readonly RunRow[],
  people: ReadonlyMap<string, string>,
): Promise<Posture['runs']> {
  const counted = await countFindings(
    deps.db.query,
    orgId,
    runs.map((row) => row.run_id),
  );
  const of = (runId: string, result: FindingRow['result']): number =>
    counted.find((row) => row.runId === runId && row.result === result)?.n ?? 0;
  return runs.map((row) => ({
    id: row.run_id,
    at: (row.ended_at ?? row.started_at).toISOString(),
    by: row.started_by === null ? null : (people.get(row.started_by) ?? '?'),
    connection: row.connection,
    good: of(row.run_id, 'good'),
    bad: of(row.run_id, 'bad'),
    asked: of(row.run_id, 'asked'),
    unknown: of(row.run_id, 'unknown'),
  }));
}
