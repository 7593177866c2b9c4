/** One rule as read from a pack's Cedar text: the policy, and what its annotations say about it. */
import { z } from 'zod';
import {
  approvalKindSchema,
  assessmentKindSchema,
  contractKindSchema,
  factsSchema,
  filingKindSchema,
  legalBasisKindSchema,
} from '../model/facts.ts';
import { citationSchema, effectSchema, obligationSchema } from '../model/policy-decision.ts';
import type { Effect, Obligation } from '../model/policy-decision.ts';
import type { CedarPolicy } from './cedar-port.ts';
import { durationDays } from './periods.ts';
import { contextMembers } from './readings.ts';

type RuleBase = {
  readonly id: string;
  readonly cite: string;
  readonly kind: 'statutory' | 'org_policy';
  readonly confidence: 'H' | 'M' | 'L';
  readonly from: string;
  readonly to: string | null;
  readonly policy: CedarPolicy;
  /** Members of the context that its conditions read. */
  readonly members: ReadonlySet<string>;
};
/** A `forbid`: it objects while it matches. */
export type ObjectingRule = RuleBase & {
  readonly does: 'objects';
  readonly effect: Effect;
  readonly remedies: readonly string[];
  readonly evidence: readonly string[];
  readonly deadline: string | null;
};
/** A `permit`: it adds obligations while it matches. `param` names the number behind `expiry_days`. */
export type ObligingRule = RuleBase & {
  readonly does: 'obliges';
  readonly obligations: readonly Obligation['kind'][];
  readonly param: string | null;
};
export type Rule = ObjectingRule | ObligingRule;

/** Whether a policy's scope lets it match at an event. The schema has no groups of actions; a scope of another form is left to Cedar. */
export function mayActOn({ action }: CedarPolicy, event: string): boolean {
  if (action.op === '==') return !('entity' in action) || isEvent(action.entity, event);
  if (action.op !== 'in') return true;
  return 'entities' in action ? action.entities.some((entity) => isEvent(entity, event)) : true;
}

function isEvent(entity: unknown, event: string): boolean {
  const id = typeof entity === 'object' && entity !== null && 'id' in entity ? entity.id : event;
  return id === event;
}

/** Why a pack was rejected: the file and rule where it was found, and a text for whoever writes packs. */
export type PackProblem = { readonly file: string; readonly rule: string | null; readonly problem: string };

const ruleId = z.string().regex(/^[a-z][a-z0-9_]*(?:\.[a-z0-9][a-z0-9_-]*)+$/, 'not a dotted lower-case id');
const day = z.iso.date();
const list = z
  .string()
  .transform((text) => text.split(',').flatMap((item) => (item.trim() === '' ? [] : [item.trim()])));
const common = {
  id: ruleId,
  cite: z.string().min(1),
  kind: citationSchema.shape.kind,
  confidence: citationSchema.shape.confidence,
  from: day,
  to: day.optional(),
};
const objecting = z.strictObject({
  ...common,
  effect: effectSchema,
  remedy: list,
  evidence: list,
  deadline: z.string().optional(),
});
const obliging = z.strictObject({
  ...common,
  obligation: list.pipe(z.array(obligationSchema.shape.kind).min(1)),
  param: z.string().optional(),
});

type Read<T> = { readonly ok: true; readonly rule: T } | { readonly ok: false; readonly problems: readonly string[] };
type Annotations = Readonly<Record<string, string>>;

/** Returns the rule that a policy and its annotations make, or everything that is wrong with them. */
export function readRule(policy: CedarPolicy): Read<Rule> {
  const annotations = policy.annotations ?? {};
  return policy.effect === 'forbid' ? readObjecting(policy, annotations) : readObliging(policy, annotations);
}

function readObjecting(policy: CedarPolicy, annotations: Annotations): Read<ObjectingRule> {
  const read = objecting.safeParse(annotations);
  if (!read.success) return { ok: false, problems: issuesOf(read.error) };
  const { remedy, deadline = null, to = null, ...rest } = read.data;
  const members = contextMembers(policy);
  const problems = [
    ...(members === null ? [WHOLE_CONTEXT] : []),
    ...periodProblems(rest.from, to),
    ...remedy.filter((id) => !isRemedyId(id)).map((id) => `@remedy: \`${id}\` is not a known remedy`),
    ...(deadline !== null && durationDays(deadline) === null
      ? [`@deadline: \`${deadline}\` is not PT0S, PTnH or PnD`]
      : []),
  ];
  if (members === null || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    rule: { ...rest, does: 'objects', remedies: remedy, deadline, to, policy, members },
  };
}

function readObliging(policy: CedarPolicy, annotations: Annotations): Read<ObligingRule> {
  const read = obliging.safeParse(annotations);
  if (!read.success) return { ok: false, problems: issuesOf(read.error) };
  const { obligation, param = null, to = null, ...rest } = read.data;
  const members = contextMembers(policy);
  const problems = [...periodProblems(rest.from, to), ...(members === null ? [WHOLE_CONTEXT] : [])];
  if (obligation.includes('expiry_days') !== (param !== null))
    problems.push('@param goes with expiry_days, and only with it');
  if (members === null || problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    rule: { ...rest, does: 'obliges', obligations: obligation, param, to, policy, members },
  };
}

const WHOLE_CONTEXT = 'the context is used as a whole; a rule reads its members';

function periodProblems(from: string, to: string | null): readonly string[] {
  return to !== null && to < from ? ['@to is before @from'] : [];
}

const REMEDIES: Readonly<Record<string, z.ZodType>> = {
  basis: legalBasisKindSchema,
  contract: contractKindSchema,
  filing: filingKindSchema,
  pia: assessmentKindSchema,
  approval: approvalKindSchema,
};

/** Whether a remedy is one that the product can offer: `basis:`, `contract:`, `filing:`, `pia:`, `approval:` or `fact:` and a known name. */
export function isRemedyId(id: string): boolean {
  const [kind = '', name = ''] = id.split(':', 2);
  if (kind === 'fact') return Object.hasOwn(factsSchema.shape, name.split('.')[0] ?? '');
  return REMEDIES[kind]?.safeParse(name).success === true;
}

function issuesOf(error: z.ZodError): readonly string[] {
  return error.issues.map((issue) => {
    const where = issue.path.length === 0 ? '' : `@${issue.path.join('.')}: `;
    return `${where}${issue.message}`;
  });
}
