/** One situation and its answer beside it. */
import type { Facts } from '../../../src/model/facts.ts';
import type { Outcome } from '../../../src/model/policy-decision.ts';
import { withRemedy } from '../../../src/policy/situations.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { OUTCOME_TONE } from '../ui/words.tsx';
import { Answer } from './answer.tsx';
import { FurtherFields } from './fact-fields.tsx';
import { FactColumn, goToFact } from './field-place.tsx';
import { RecordFields } from './record-fields.tsx';
import { SituationForm } from './situation-form.tsx';
import type { Answered } from './use-what-if.ts';

/** On a phone the answer is below the form: its outcome stays in sight while the facts are changed. */
function AnswerBelow({ outcome, answerId }: { readonly outcome: Outcome; readonly answerId: string }) {
  const { t } = useTranslation();
  return (
    <div className="sticky bottom-0 -mx-4 -mb-4 flex items-center justify-between gap-3 rounded-b-2xl border-t border-line bg-surface p-3 sm:-mx-6 sm:-mb-6 lg:hidden">
      <Badge tone={OUTCOME_TONE[outcome]}>{t(`outcome.${outcome}`)}</Badge>
      <Button icon="down" onClick={() => document.getElementById(answerId)?.scrollIntoView()}>
        {t('whatif.show_answer')}
      </Button>
    </div>
  );
}

export function Column({
  name,
  title,
  facts,
  onChange,
  answered,
  beside,
  failed,
}: {
  /** Short name for the places of its fields. */
  readonly name: string;
  readonly title: string;
  readonly facts: Facts;
  readonly onChange: (facts: Facts) => void;
  readonly answered: Answered;
  /** Another column stands beside it: the answer goes below. */
  readonly beside: boolean;
  /** The rules could not be loaded: there will be no answer. */
  readonly failed: boolean;
}) {
  const { t } = useTranslation();
  const { answer, error } = answered;
  const answerId = `${name}-answer`;
  const props = { facts, onChange };
  const onRemedy = (remedy: string) => {
    const tried = withRemedy(facts, remedy);
    if (tried !== facts) onChange(tried);
    else goToFact(name, remedy.slice(remedy.indexOf(':') + 1));
  };
  return (
    <FactColumn value={name}>
      <div className={classes('grid items-start gap-4', !beside && 'lg:grid-cols-2')}>
        <Section title={title}>
          <div className="grid gap-4">
            <SituationForm {...props} />
            <Disclosure summary={t('whatif.records')}>
              <RecordFields {...props} suggested={answer?.decision.remedies ?? []} />
            </Disclosure>
            <Disclosure summary={t('whatif.further')}>
              <FurtherFields {...props} asked={answer?.asked ?? []} />
            </Disclosure>
            {answer !== null && <AnswerBelow outcome={answer.decision.outcome} answerId={answerId} />}
          </div>
        </Section>
        <div id={answerId}>
          <Section title={beside ? t('whatif.answer_of', { situation: title }) : t('whatif.answer')}>
            {error !== null && <Failed error={error} />}
            {error === null && answer === null && !failed && <Loading lines={8} />}
            {answer !== null && (
              <Answer answer={answer} onRemedy={onRemedy} onFill={(fact) => void goToFact(name, fact)} />
            )}
          </Section>
        </div>
      </div>
    </FactColumn>
  );
}
