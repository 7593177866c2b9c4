/** From a transfer and a place to the facts that rules are decided on. What is not known is named, never guessed. */
import type { ClassificationSummary } from '../model/classification.ts';
import {
  type ApprovalKind,
  type DecisionEvent,
  type Facts,
  filingKindSchema,
  legalBasisKindSchema,
  type Purpose,
  type RecipientKind,
  recipientKindSchema,
} from '../model/facts.ts';

/** Where somebody is, as far as it could be established. */
export type Place = { readonly jurisdiction: string; readonly city: string | null };

export type BasisOnRecord = {
  readonly bases: readonly string[];
  readonly filings: readonly string[];
  readonly necessary: boolean;
};

export type FactsInput = {
  readonly event: DecisionEvent;
  readonly at: Date;
  readonly origin: string;
  /** The recipient's registered place, or at opening the place of whoever opens. */
  readonly destination: Place;
  readonly recipientKind: string;
  readonly classification: ClassificationSummary;
  readonly purpose: Purpose;
  readonly onRecord: readonly BasisOnRecord[];
  readonly approvals: readonly ApprovalKind[];
};

/** A category that says something about a person; own `biz.*` keys and system data do not. */
export function isPersonal(category: string): boolean {
  return category.startsWith('user.') || category === 'user';
}

export function buildFacts(input: FactsInput): Facts {
  const { classification } = input;
  const unknown: string[] = [];
  if (input.destination.jurisdiction === 'unknown') unknown.push('destination');
  const kind = recipientKindSchema.safeParse(input.recipientKind);
  if (!kind.success) unknown.push('recipientKind');
  const recipientKind: RecipientKind = kind.success ? kind.data : 'public';
  return {
    event: input.event,
    at: input.at.toISOString(),
    origin: input.origin,
    destination: input.destination.jurisdiction,
    destinationCity: input.destination.city,
    recipientKind,
    level: classification.level,
    categories: [...classification.categories],
    // What could not be read may be about anybody.
    hasPersonalData: classification.unreadable || classification.categories.some(isPersonal),
    persons: classification.persons,
    unreadable: classification.unreadable,
    purpose: input.purpose,
    bases: unique(input.onRecord.flatMap((one) => one.bases)).flatMap((name) =>
      parsed(legalBasisKindSchema.safeParse(name)),
    ),
    necessary: input.onRecord.some((one) => one.necessary),
    filings: unique(input.onRecord.flatMap((one) => one.filings)).flatMap((name) =>
      parsed(filingKindSchema.safeParse(name)),
    ),
    approvals: [...input.approvals],
    custody: 'server',
    viewOnly: false,
    unknown,
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function parsed<T>(result: { success: true; data: T } | { success: false }): T[] {
  return result.success ? [result.data] : [];
}
