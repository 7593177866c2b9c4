/** What is different between two situations and their answers, in words. */
import type { ReactNode } from 'react';
import type { Facts } from '../../../src/model/facts.ts';
import { differingFacts } from '../../../src/policy/situations.ts';
import type { WhatIf } from '../../../src/policy/what-if.ts';
import { factName } from '../i18n/facts.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Section } from '../ui/page.tsx';
import { OUTCOME_TONE } from '../ui/words.tsx';

type Side = { readonly facts: Facts; readonly answer: WhatIf };

/** Titles of the rules that object, each once. */
function objecting({ explained }: WhatIf): ReadonlyMap<string, string> {
  return new Map(explained.objections.map(({ ruleId, title }) => [ruleId, title]));
}

function Titles({ heading, titles }: { readonly heading: string; readonly titles: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <div className="grid content-start gap-1">
      <h3 className="text-sm font-semibold">{heading}</h3>
      {titles.length === 0 ? (
        <p className="text-sm text-soft">{t('compare.none')}</p>
      ) : (
        <ul className="grid list-disc gap-1 pl-5 text-sm">
          {titles.map((title) => (
            <li key={title}>{title}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Outcome({ name, answer }: { readonly name: ReactNode; readonly answer: WhatIf }) {
  const { t } = useTranslation();
  const { outcome, effect } = answer.decision;
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      {name}
      <Badge tone={OUTCOME_TONE[outcome]}>{t(`outcome.${outcome}`)}</Badge>
      {effect !== null && <span className="text-soft">{t(`effect.${effect}`)}</span>}
    </p>
  );
}

export function Comparison({ a, b }: { readonly a: Side; readonly b: Side }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const [left, right] = [objecting(a.answer), objecting(b.answer)];
  const only = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>) =>
    [...one].flatMap(([id, title]) => (other.has(id) ? [] : [title]));
  const both = [...left].flatMap(([id, title]) => (right.has(id) ? [title] : []));
  const facts = [...new Set(differingFacts(a.facts, b.facts).map((name) => factName(translation, name)))];
  const sameOutcome =
    a.answer.decision.outcome === b.answer.decision.outcome && a.answer.decision.effect === b.answer.decision.effect;
  return (
    <Section title={t('compare.title')}>
      <div className="grid gap-4">
        <p className="text-sm">
          {facts.length === 0 ? t('compare.same_facts') : t('compare.facts', { facts: format.list(facts) })}
        </p>
        <div className="grid gap-2">
          <p className="text-sm font-medium">{t(sameOutcome ? 'compare.same_outcome' : 'compare.other_outcome')}</p>
          <Outcome name={t('compare.a')} answer={a.answer} />
          <Outcome name={t('compare.b')} answer={b.answer} />
        </div>
        <div className="grid gap-4 sm:grid-cols-3">
          <Titles heading={t('compare.only_a')} titles={only(left, right)} />
          <Titles heading={t('compare.both')} titles={both} />
          <Titles heading={t('compare.only_b')} titles={only(right, left)} />
        </div>
      </div>
    </Section>
  );
}
