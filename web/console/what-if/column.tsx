/** One situation and its answer beside it. */
import type { Facts } from '../../../src/model/facts.ts';
import { withRemedy } from '../../../src/policy/situations.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { classes } from '../ui/classes.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { Answer } from './answer.tsx';
import { FurtherFields } from './fact-fields.tsx';
import { FactColumn, goToFact } from './field-place.tsx';
import { RecordFields } from './record-fields.tsx';
import { SituationForm } from './situation-form.tsx';
import type { Answered } from './use-what-if.ts';

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
          </div>
        </Section>
        <Section title={beside ? t('whatif.answer_of', { situation: title }) : t('whatif.answer')}>
          {error !== null && <Failed error={error} />}
          {error === null && answer === null && !failed && <Loading lines={8} />}
          {answer !== null && (
            <Answer answer={answer} onRemedy={onRemedy} onFill={(fact) => void goToFact(name, fact)} />
          )}
        </Section>
      </div>
    </FactColumn>
  );
}
