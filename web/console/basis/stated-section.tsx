/** The questions that only a person can answer, beside what is recorded with evidence. */
import type { ExplainedDecision } from '../../../src/model/api/transfers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import type { BasisDraft } from './basis-draft.ts';
import { FactFields, PersonsField } from './fact-fields.tsx';
import { askedFacts, missingFacts } from './stated.ts';

export function StatedSection({
  value,
  onChange,
  origin,
  decision,
  counted,
}: {
  readonly value: BasisDraft;
  readonly onChange: (value: BasisDraft) => void;
  /** Where the sender is: its law says what is asked. null: only what the decision misses. */
  readonly origin: string | null;
  readonly decision: ExplainedDecision | null;
  /** null when the content could not be counted. */
  readonly counted: number | null;
}) {
  const { t } = useTranslation();
  const missing = missingFacts(decision);
  const asksNumber = missing.includes('n');
  const persons = (
    <PersonsField value={value.facts} counted={counted} onChange={(facts) => onChange({ ...value, facts })} />
  );
  return (
    <fieldset className="grid gap-4" tabIndex={-1} data-stated>
      <legend className="text-sm font-medium">{t('stated.title')}</legend>
      <p className="text-sm text-soft">{t('stated.lead')}</p>
      <FactFields
        value={value.facts}
        names={askedFacts(origin, missing, value.facts)}
        onChange={(facts) => onChange({ ...value, facts })}
      />
      {asksNumber || value.facts.n !== undefined ? persons : <Disclosure summary={t('stated.n')}>{persons}</Disclosure>}
    </fieldset>
  );
}
