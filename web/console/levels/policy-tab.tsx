/** The policy, edited where it stands: try on past transfers first, then save. */
import { useState } from 'react';
import type { LevelsView, PolicyVersion } from '../../../src/model/api/levels.ts';
import { changesBetween, type LevelPolicy } from '../../../src/model/level-policy.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { NamesSection } from './names-section.tsx';
import { CombinationsSection, PersonsSection, TextSection } from './rules-section.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { TrialPanel } from './trial-panel.tsx';
import { TypesSection } from './types-section.tsx';
import { type Trial, useTrial } from './use-levels.ts';

export function PolicyTab({
  view,
  draft,
  onDraft,
}: {
  readonly view: LevelsView;
  /** Null while nothing was changed. */
  readonly draft: LevelPolicy | null;
  readonly onDraft: (draft: LevelPolicy | null) => void;
}) {
  const { t } = useTranslation();
  const trial = useTrial();
  const [saving, setSaving] = useState(false);
  const { current, mayEdit } = view;
  const policy = draft ?? current.policy ?? view.shipped;
  const changes = draft === null ? 0 : changesBetween(current.policy ?? view.shipped, draft).length;
  const step = stepOf(trial, policy);
  const edit = { policy, onChange: mayEdit ? onDraft : null };
  return (
    <div className="grid gap-5">
      {current.policy === null && <Callout tone="stop">{t('levels.unreadable')}</Callout>}
      <InForce current={current} />
      <TypesSection view={view} {...edit} />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <PersonsSection {...edit} />
        <TextSection {...edit} />
      </div>
      <CombinationsSection {...edit} />
      <NamesSection {...edit} />
      {draft !== null && <TrialPanel trial={trial} outdated={step === 'outdated'} />}
      {draft !== null && mayEdit && (changes > 0 || current.policy === null) && (
        <SaveBar
          changes={changes}
          step={step}
          sum={trial.sum}
          onDiscard={() => onDraft(null)}
          onTry={() => trial.start(policy)}
          onSave={() => setSaving(true)}
        />
      )}
      {saving && draft !== null && (
        <SaveDialog
          view={view}
          policy={draft}
          onClose={() => setSaving(false)}
          onSaved={() => {
            setSaving(false);
            onDraft(null);
          }}
        />
      )}
    </div>
  );
}

/** How far the trial of exactly this policy is. */
function stepOf(trial: Trial, policy: LevelPolicy): 'none' | 'running' | 'tried' | 'outdated' {
  if (trial.of === null || trial.state === 'none') return 'none';
  if (trial.of !== policy) return 'outdated';
  return trial.state === 'running' ? 'running' : 'tried';
}

function InForce({ current: { version, setBy, setAt } }: { readonly current: PolicyVersion }) {
  const { t, format } = useTranslation();
  return (
    <p className="text-sm text-soft">
      {setBy === null || setAt === null
        ? t('levels.current_shipped')
        : t('levels.current', { version, who: setBy, date: format.dateTime(setAt) })}
    </p>
  );
}

/** Stays in sight while something was changed; the next step is the primary one. */
function SaveBar({
  changes,
  step,
  sum,
  onDiscard,
  onTry,
  onSave,
}: {
  readonly changes: number;
  readonly step: ReturnType<typeof stepOf>;
  readonly sum: Trial['sum'];
  readonly onDiscard: () => void;
  readonly onTry: () => void;
  readonly onSave: () => void;
}) {
  const { t, format } = useTranslation();
  const isTried = step === 'tried';
  const said =
    isTried && sum.looked > 0
      ? t('levels.trial.sum', {
          moved: format.number(sum.moves.reduce((all, one) => all + one.n, 0)),
          same: format.number(sum.same),
          unknown: format.number(sum.cannotTell),
        })
      : t(isTried ? 'levels.trial.empty' : 'levels.trial.first');
  return (
    <div className="sticky bottom-3 z-10 grid gap-3 rounded-2xl border border-line bg-raised p-4 shadow-raised sm:flex sm:flex-wrap sm:items-center sm:justify-between">
      <div className="grid gap-0.5 text-sm">
        <p className="font-medium">{t('levels.changes', { n: changes })}</p>
        <p className="max-w-md text-soft" aria-live="polite">
          {said}
        </p>
      </div>
      <div className="flex flex-wrap gap-3 max-sm:*:flex-1">
        <Button onClick={onDiscard}>{t('levels.discard')}</Button>
        <Button kind={isTried ? 'plain' : 'primary'} busy={step === 'running'} onClick={onTry}>
          {t('levels.try')}
        </Button>
        <Button kind={isTried ? 'primary' : 'plain'} disabled={!isTried} onClick={onSave}>
          {t('levels.save')}
        </Button>
      </div>
    </div>
  );
}
