/** The answer to one situation: outcome, objections, what is not known, whose rules were asked and what was looked at. */
import type { TrailRow, WhatIf } from '../../../src/policy/what-if.ts';
import { DecisionView } from '../decision/decision-view.tsx';
import { factName } from '../i18n/facts.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Icon } from '../ui/icon.tsx';
import { OUTCOME_TONE } from '../ui/words.tsx';

/** What nobody said yet and the answer hangs on; each is one click from its field. */
export function UnknownFacts({
  names,
  onFill,
}: {
  readonly names: readonly string[];
  readonly onFill?: ((fact: string) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  if (names.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('whatif.unknown')}</h3>
      <p className="text-sm text-soft">{t('whatif.unknown_hint')}</p>
      <ul className="flex flex-wrap gap-1.5 text-sm">
        {names.map((name) => (
          <li key={name}>
            {onFill === undefined ? (
              factName(translation, name)
            ) : (
              <button
                type="button"
                onClick={() => onFill(name)}
                className="inline-flex min-h-touch items-center gap-1.5 rounded-lg border border-line bg-surface px-3 text-left hover:border-line-strong hover:bg-hover sm:min-h-9"
              >
                <Icon name="new" size={14} />
                <span className="sr-only">{t('whatif.fill_in')}: </span>
                {factName(translation, name)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

const RESULT_TONE: Readonly<Record<TrailRow['result'], Tone>> = {
  objects: 'stop',
  error: 'stop',
  unsettled: 'wait',
  obliges: 'calm',
  silent: 'good',
  not_in_force: 'calm',
};
/** What speaks first: a reader looks for the rules that say something. */
const RESULT_ORDER: readonly TrailRow['result'][] = [
  'error',
  'objects',
  'unsettled',
  'obliges',
  'silent',
  'not_in_force',
];

function TrailRows({ rows }: { readonly rows: readonly TrailRow[] }) {
  const { t } = useTranslation();
  const sorted = [...rows].sort((a, b) => RESULT_ORDER.indexOf(a.result) - RESULT_ORDER.indexOf(b.result));
  return (
    <ul className="grid gap-2">
      {sorted.map((row) => (
        <li key={row.ruleId} className="grid gap-0.5">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Badge tone={RESULT_TONE[row.result]}>{t(`trail.${row.result}`)}</Badge>
            <span>{row.title}</span>
          </div>
          <span className="text-[0.8125rem] text-soft">{row.cite}</span>
        </li>
      ))}
    </ul>
  );
}

/** Packs that attach, with every rule that was looked at. */
export function Packs({ answer }: { readonly answer: WhatIf }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-2">
      <h3 className="text-sm font-semibold">{t('whatif.packs')}</h3>
      <ul className="grid gap-1 text-sm">
        {answer.packs.map((pack) => (
          <li key={pack.pack}>
            <p>{pack.title}</p>
            <div className="flex flex-wrap items-center gap-x-3">
              {pack.reviewed ? (
                <Badge tone="good">{t('decision.reviewed')}</Badge>
              ) : (
                <Badge tone="wait">{t('decision.not_reviewed')}</Badge>
              )}
              <Disclosure summary={t('whatif.looked_at', { n: pack.trail.length })}>
                <TrailRows rows={pack.trail} />
              </Disclosure>
            </div>
          </li>
        ))}
        <li>
          <Disclosure summary={t('whatif.builtin')}>
            <TrailRows rows={answer.builtin} />
          </Disclosure>
        </li>
      </ul>
    </div>
  );
}

export function Answer({
  answer,
  onRemedy,
  onFill,
}: {
  readonly answer: WhatIf;
  readonly onRemedy?: (remedy: string) => void;
  readonly onFill?: (fact: string) => void;
}) {
  const { t } = useTranslation();
  const { outcome, effect } = answer.decision;
  return (
    <div className="grid gap-5">
      <output>
        <Callout tone={OUTCOME_TONE[outcome]} title={t(`outcome.${outcome}`)}>
          {effect === null ? undefined : t('whatif.strictest', { effect: t(`effect.${effect}`) })}
        </Callout>
      </output>
      <UnknownFacts names={answer.decision.unknown} onFill={onFill} />
      <DecisionView decision={answer.explained} onRemedy={onRemedy} settled trying />
      <Packs answer={answer} />
    </div>
  );
}
