/** A decision in plain words: the outcome, each objection with what lifts it and who can, the duties that come with it. */
import type { ExplainedDecision } from '../../../src/model/api/transfers.ts';
import type { Obligation } from '../../../src/model/policy-decision.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { Icon } from '../ui/icon.tsx';
import { OUTCOME_TONE } from '../ui/words.tsx';
import { ObjectionView } from './objection-view.tsx';
import { UnknownFacts } from './unknown-facts.tsx';
import { deadlineText } from './remedy.ts';

/** The same duty may come from several packs; it is said once, with the strictest number. */
function distinct(obligations: readonly Obligation[]): readonly Obligation[] {
  const kinds = new Map<string, Obligation>();
  for (const obligation of obligations) {
    const before = kinds.get(obligation.kind);
    const stricter = before === undefined || (obligation.value ?? Infinity) < (before.value ?? Infinity);
    if (stricter) kinds.set(obligation.kind, obligation);
  }
  return [...kinds.values()];
}

function Obligations({ obligations }: { readonly obligations: readonly Obligation[] }) {
  const { t } = useTranslation();
  if (obligations.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('decision.obligations')}</h3>
      <ul className="grid gap-1.5 text-sm">
        {distinct(obligations).map(({ kind, value }) => (
          <li key={kind} className="flex gap-2">
            <span className="mt-0.5 text-soft">
              <Icon name="calm" size={16} />
            </span>
            {t(`obligation.${kind}`, { days: value ?? 0 })}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function DecisionView({
  decision,
  onRemedy,
  settled = false,
  trying = false,
}: {
  readonly decision: ExplainedDecision;
  /** The transfer exists and its page says where it stands: the headline of a preview is left out. */
  readonly settled?: boolean;
  /** An imagined situation: every remedy can be tried out. */
  readonly trying?: boolean;
  /** Opens the form that records the remedy; left out where the reader cannot. */
  readonly onRemedy?: ((remedy: string) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const { outcome } = decision;
  return (
    <div className="grid gap-5">
      {!settled && (
        <Callout tone={OUTCOME_TONE[outcome]} title={t(`outcome.${outcome}`)}>
          {t(`outcome.${outcome}_hint`)}
        </Callout>
      )}
      {settled && decision.objections.length === 0 && <p className="text-sm">{t('decision.none')}</p>}
      {decision.deadline !== null && (
        <p className="text-sm text-soft">
          {t('decision.deadline', { time: deadlineText(translation, decision.deadline) })}
        </p>
      )}
      {!trying && <UnknownFacts names={decision.unknown} onRemedy={onRemedy} />}
      {decision.objections.length > 0 && (
        <ul className="grid gap-4">
          {decision.objections.map((objection) => (
            <li key={[objection.pack, objection.ruleId, ...objection.remedies].join(' ')}>
              <ObjectionView
                objection={objection}
                reviewed={decision.packs.find(({ pack }) => pack === objection.pack)?.reviewed === true}
                onRemedy={onRemedy}
                trying={trying}
              />
            </li>
          ))}
        </ul>
      )}
      {outcome !== 'refused' && <Obligations obligations={decision.obligations} />}
    </div>
  );
}
