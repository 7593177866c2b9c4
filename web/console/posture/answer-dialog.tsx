/** A person looked, and says how it is. */
import { useState } from 'react';
import type { PostureCheck } from '../../../src/model/api/posture.ts';
import { ANSWER_VALUES, type AnswerValue } from '../../../src/model/posture.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useAnswerPosture } from './use-posture.ts';

export function AnswerDialog({ check, onClose }: { readonly check: PostureCheck; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [answer, setAnswer] = useState<AnswerValue>(check.answer?.value ?? 'good');
  const [note, setNote] = useState(check.answer?.note ?? '');
  const save = useAnswerPosture(() => {
    toast(t('posture.saved'));
    onClose();
  });
  return (
    <FormDialog
      open
      title={t(`posture.check.${check.id}.title`)}
      onClose={onClose}
      action={t('posture.save')}
      busy={save.isPending}
      onSubmit={() => save.mutate({ checkId: check.id, answer, note: note.trim() === '' ? null : note.trim() })}
    >
      {save.isError && <Failed error={save.error} />}
      <p className="text-sm text-soft">{t(`posture.check.${check.id}.why`)}</p>
      <RadioField
        label={t('posture.answer_title')}
        value={answer}
        choices={ANSWER_VALUES.map((value) => ({ value, label: t(`posture.answer.${value}`) }))}
        onChange={setAnswer}
      />
      <TextAreaField
        label={t('posture.note')}
        hint={t('posture.note_hint')}
        value={note}
        maxLength={2000}
        onChange={setNote}
      />
    </FormDialog>
  );
}
