/** Grounds, filings, necessity and where the evidence lies. What the decision asks for comes first. */
import type { ReactNode } from 'react';
import { FILINGS, type FilingKind, LEGAL_BASES, type LegalBasisKind } from '../../../src/model/facts.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { type BasisDraft, isBasisComplete, isBasisGiven, toggled } from './basis-draft.ts';

type Props = {
  readonly value: BasisDraft;
  readonly onChange: (value: BasisDraft) => void;
  /** Remedies of the decision: they are listed first. */
  readonly suggested: readonly string[];
};

/** First those asked for or chosen already, then the rest behind one click. */
function Split<T extends string>({
  legend,
  all,
  first,
  more,
  row,
}: {
  readonly legend: string;
  readonly all: readonly T[];
  readonly first: (kind: T) => boolean;
  readonly more: string;
  readonly row: (kind: T) => ReactNode;
}) {
  const top = all.filter(first);
  return (
    <fieldset>
      <legend className={top.length === 0 ? 'sr-only' : 'text-sm font-medium'}>{legend}</legend>
      {top.map(row)}
      <Disclosure summary={top.length === 0 ? legend : more}>{all.filter((kind) => !first(kind)).map(row)}</Disclosure>
    </fieldset>
  );
}

export function BasisFields({ value, onChange, suggested }: Props) {
  const { t } = useTranslation();
  const basisRow = (kind: LegalBasisKind) => (
    <CheckField
      key={kind}
      label={t(`basis.${kind}`)}
      checked={value.bases.includes(kind)}
      onChange={(on) => onChange({ ...value, bases: toggled(LEGAL_BASES, value.bases, kind, on) })}
    />
  );
  const filingRow = (kind: FilingKind) => (
    <CheckField
      key={kind}
      label={t(`filing.${kind}`)}
      checked={value.filings.includes(kind)}
      onChange={(on) => onChange({ ...value, filings: toggled(FILINGS, value.filings, kind, on) })}
    />
  );
  return (
    <div className="grid gap-4">
      <Split
        legend={t('basis.bases')}
        more={t('basis.more_bases')}
        all={LEGAL_BASES}
        first={(kind) => suggested.includes(`basis:${kind}`) || value.bases.includes(kind)}
        row={basisRow}
      />
      <Split
        legend={t('basis.filings')}
        more={t('basis.more_filings')}
        all={FILINGS}
        first={(kind) => suggested.includes(`filing:${kind}`) || value.filings.includes(kind)}
        row={filingRow}
      />
      <CheckField
        label={t('basis.necessary')}
        hint={t('basis.necessary_hint')}
        checked={value.necessary}
        onChange={(necessary) => onChange({ ...value, necessary })}
      />
      <TextAreaField
        label={t('basis.evidence')}
        hint={t('basis.evidence_hint')}
        error={isBasisGiven(value) && !isBasisComplete(value) ? t('basis.evidence_missing') : null}
        maxLength={500}
        rows={2}
        value={value.evidence}
        onChange={(evidence) => onChange({ ...value, evidence })}
      />
    </div>
  );
}
