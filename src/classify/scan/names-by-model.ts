/** What the names model finds, as hits, and how it goes together with what the rules found. */
import type { ModelSpan, NamesModel } from '../model/names-model.ts';
import { clampScore, type Hit } from './hit.ts';
import { isInTable, type Source } from './source.ts';

/** Margins from which a find counts, by entity: below they are reported with a low score. */
const FAIR_MARGIN = { person_name: 1, address: 1, organisation: 1 } as const;

/** Persons, addresses and organisations that the model sees in the text. */
export function findByModel(source: Source, model: NamesModel): Hit[] {
  return model.find(source.view.codes).flatMap((span) => {
    const hit = toHit(span);
    return hit.score >= 0.3 && !isInTable(source, hit.start) ? [hit] : [];
  });
}

function toHit({ entity, start, end, margin }: ModelSpan): Hit {
  const fair = FAIR_MARGIN[entity];
  const score = clampScore(margin < fair ? 0.3 + 0.19 * (margin / fair) : Math.min(0.8, 0.5 + 0.03 * (margin - fair)));
  return { type: entity, start, end, score, check: 'none', cue: null, pack: 'intl', role: false };
}

/** A rule this sure of a span is not corrected by the model. */
const SURE = 0.75;

/** Rules' names and the model's: where both found one, a sure rule decides over the span, otherwise the model does. */
export function mergeNames(ruled: readonly Hit[], modelled: readonly Hit[]): Hit[] {
  const persons = modelled.filter((hit) => hit.type === 'person_name');
  const byModel = persons.filter((hit) => !ruled.some((rule) => rule.score >= SURE && overlaps(rule, hit)));
  const byRule = ruled.flatMap((rule) => {
    const same = persons.find((hit) => overlaps(rule, hit));
    if (same === undefined) return [rule];
    if (rule.score < SURE) return [];
    return [{ ...rule, score: clampScore(rule.score + 0.05) }];
  });
  return [...byRule, ...byModel, ...modelled.filter((hit) => hit.type !== 'person_name')];
}

function overlaps(a: Hit, b: Hit): boolean {
  return a.start < b.end && b.start < a.end;
}
