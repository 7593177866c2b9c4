/** Purpose and reason of a look at what is somebody else's. */
import { LOOK_PURPOSES, type LookPurpose, type LookReason } from '../../../src/model/api/accesses.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { SelectField, TextAreaField } from '../ui/field.tsx';

/** What somebody is typing; there is no look without a purpose. */
export type LookDraft = { readonly purpose: LookPurpose | ''; readonly reason: string };
export const NO_LOOK: LookDraft = { purpose: '', reason: '' };

/** The draft as it is sent; undefined while it says too little. */
export function lookOf({ purpose, reason }: LookDraft, least = 0): LookReason | undefined {
  const said = reason.trim();
  return purpose === '' || said.length < least ? undefined : { purpose, reason: said };
}

export function LookFields({
  draft,
  onChange,
}: {
  readonly draft: LookDraft;
  readonly onChange: (draft: LookDraft) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <SelectField
        label={t('look.purpose')}
        placeholder={t('look.purpose_choose')}
        required
        value={draft.purpose}
        options={LOOK_PURPOSES.map((value) => ({ value, label: t(`look.purpose.${value}`) }))}
        onChange={(purpose) => onChange({ ...draft, purpose })}
      />
      <TextAreaField
        label={t('look.reason')}
        hint={t('look.reason_hint')}
        maxLength={1000}
        value={draft.reason}
        onChange={(reason) => onChange({ ...draft, reason })}
      />
    </>
  );
}
