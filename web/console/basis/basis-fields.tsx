/** Grounds, contracts, filings, assessments, necessity and where the evidence lies. What the decision asks for comes first. */
import type { ReactNode } from 'react';
import { ASSESSMENTS, CONTRACTS, FILINGS, LEGAL_BASES } from '../../../src/model/facts.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { areDaysInOrder, type BasisDraft, isClaimed, toggled } from './basis-draft.ts';

type Props = {
  readonly value: BasisDraft;
  readonly onChange: (value: BasisDraft) => void;
  /** Remedies of the decision: they are listed first. */
  readonly suggested: readonly string[];
};

/** First those asked for or chosen already, then the rest behind one click. */
function Split<T extends string>({
  legend,
  more,
  all,
  chosen,
  asked,
  label,
  onChange,
}: {
  readonly legend: string;
  readonly more: string;
  readonly all: readonly T[];
  readonly chosen: readonly T[];
  readonly asked: (kind: T) => boolean;
  readonly label: (kind: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
}) {
  const isFirst = (kind: T) => asked(kind) || chosen.includes(kind);
  const top = all.filter(isFirst);
  const row = (kind: T): ReactNode => (
    <CheckField
      key={kind}
      label={label(kind)}
      checked={chosen.includes(kind)}
      onChange={(on) => onChange(toggled(all, chosen, kind, on))}
    />
  );
  return (
    <fieldset>
      <legend className={top.length === 0 ? 'sr-only' : 'text-sm font-medium'}>{legend}</legend>
      {top.map(row)}
      <Disclosure summary={top.length === 0 ? legend : more}>
        {all.filter((kind) => !isFirst(kind)).map(row)}
      </Disclosure>
    </fieldset>
  );
}

/** What is recorded, without the words that go with it. */
export function KindFields({ value, onChange, suggested }: Props) {
  const { t } = useTranslation();
  const asks = (kind: string) => (name: string) => suggested.includes(`${kind}:${name}`);
  return (
    <>
      <Split
        legend={t('basis.bases')}
        more={t('basis.more_bases')}
        all={LEGAL_BASES}
        chosen={value.bases}
        asked={asks('basis')}
        label={(kind) => t(`basis.${kind}`)}
        onChange={(bases) => onChange({ ...value, bases })}
      />
      <Split
        legend={t('basis.contracts')}
        more={t('basis.more_contracts')}
        all={CONTRACTS}
        chosen={value.contracts}
        asked={asks('contract')}
        label={(kind) => t(`contract.${kind}`)}
        onChange={(contracts) => onChange({ ...value, contracts })}
      />
      <Split
        legend={t('basis.filings')}
        more={t('basis.more_filings')}
        all={FILINGS}
        chosen={value.filings}
        asked={asks('filing')}
        label={(kind) => t(`filing.${kind}`)}
        onChange={(filings) => onChange({ ...value, filings })}
      />
      <Split
        legend={t('basis.assessments')}
        more={t('basis.more_assessments')}
        all={ASSESSMENTS}
        chosen={value.assessments}
        asked={asks('pia')}
        label={(kind) => t(`assessment.${kind}`)}
        onChange={(assessments) => onChange({ ...value, assessments })}
      />
      <CheckField
        label={t('basis.necessary')}
        hint={t('basis.necessary_hint')}
        checked={value.necessary}
        onChange={(necessary) => onChange({ ...value, necessary })}
      />
    </>
  );
}

/** Number of the record and the days on which it counts. */
export function TermFields({ value, onChange }: Omit<Props, 'suggested'>) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-4">
      <TextField
        label={t('basis.reference')}
        hint={t('basis.reference_hint')}
        maxLength={200}
        value={value.reference}
        onChange={(reference) => onChange({ ...value, reference })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          type="date"
          label={t('basis.effective')}
          hint={t('basis.effective_hint')}
          value={value.effectiveAt}
          onChange={(effectiveAt) => onChange({ ...value, effectiveAt })}
        />
        <TextField
          type="date"
          label={t('basis.expires')}
          hint={t('basis.expires_hint')}
          error={areDaysInOrder(value) ? null : t('basis.days_order')}
          value={value.expiresAt}
          onChange={(expiresAt) => onChange({ ...value, expiresAt })}
        />
      </div>
    </div>
  );
}

export function EvidenceField({ value, onChange }: Omit<Props, 'suggested'>) {
  const { t } = useTranslation();
  return (
    <TextAreaField
      label={t('basis.evidence')}
      hint={t('basis.evidence_hint')}
      error={isClaimed(value) && value.evidence.trim() === '' ? t('basis.evidence_missing') : null}
      maxLength={500}
      rows={2}
      value={value.evidence}
      onChange={(evidence) => onChange({ ...value, evidence })}
    />
  );
}

export function ReuseField({ value, onChange }: Omit<Props, 'suggested'>) {
  const { t } = useTranslation();
  return (
    <CheckField
      label={t('basis.reuse')}
      hint={t('basis.reuse_hint')}
      checked={value.reuse}
      onChange={(reuse) => onChange({ ...value, reuse })}
    />
  );
}

export function BasisFields(props: Props) {
  const { t } = useTranslation();
  const { value } = props;
  return (
    <div className="grid gap-4">
      <KindFields {...props} />
      <EvidenceField {...props} />
      {isClaimed(value) && (
        <>
          <Disclosure summary={t('basis.term')} open={value.reference !== '' || !areDaysInOrder(value)}>
            <TermFields {...props} />
          </Disclosure>
          <ReuseField {...props} />
        </>
      )}
    </div>
  );
}
