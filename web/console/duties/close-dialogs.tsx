/** Ending a duty, and undoing that. Each dialog says what will happen before it happens. */
import { useState } from 'react';
import type { DutyDetail } from '../../../src/model/api/duties.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useDutyAct } from './use-duties.ts';

type Props = { readonly duty: DutyDetail; readonly onClose: () => void };

/** The reader's own day: the form is about a paper that somebody holds. */
function todayText(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function CompleteDialog({ duty, onClose }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const [reference, setReference] = useState('');
  const [filedOn, setFiledOn] = useState(todayText);
  const [evidence, setEvidence] = useState('');
  const complete = useDutyAct<null, { granted: number }>(
    (api) => api.duties.complete(duty.id, { reference: reference.trim(), filedOn, evidence: evidence.trim() }),
    ({ granted }) => {
      toast(granted === 0 ? t('duty.completed') : t('duty.completed_granted', { n: granted }));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('duty.complete_title')}
      onClose={onClose}
      action={t('duty.complete_action')}
      busy={complete.isPending}
      disabled={reference.trim() === '' || filedOn === ''}
      onSubmit={() => complete.mutate(null)}
    >
      <p className="text-sm text-soft">
        {duty.filing === null || duty.about === 'incident'
          ? t('duty.complete_text')
          : t('duty.complete_text_filing', { n: duty.waiting })}
      </p>
      <TextField
        label={t('duty.reference')}
        hint={t('duty.reference_hint')}
        required
        maxLength={200}
        autoComplete="off"
        value={reference}
        onChange={setReference}
      />
      <TextField label={t('duty.filed_on')} type="date" required value={filedOn} onChange={setFiledOn} />
      <TextAreaField
        label={t('duty.evidence')}
        hint={t('duty.evidence_hint')}
        maxLength={500}
        value={evidence}
        onChange={setEvidence}
      />
      {complete.isError && <Failed error={complete.error} />}
    </FormDialog>
  );
}

export function DismissDialog({ duty, onClose }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const [confirmation, setConfirmation] = useState('');
  const isLaw = duty.kind === 'statutory';
  const dismiss = useDutyAct<null, unknown>(
    (api) => api.duties.dismiss(duty.id, { reason: reason.trim(), confirmation: confirmation.trim() }),
    () => {
      toast(t('duty.dismissed'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('duty.dismiss_title')}
      onClose={onClose}
      action={t('duty.dismiss_action')}
      actionKind="danger"
      busy={dismiss.isPending}
      disabled={reason.trim() === '' || (isLaw && confirmation.trim() !== duty.ruleId)}
      onSubmit={() => dismiss.mutate(null)}
    >
      <p className="text-sm">{isLaw ? t('duty.dismiss_law') : t('duty.dismiss_own')}</p>
      <TextAreaField
        label={t('duty.reason')}
        hint={t('duty.reason_hint')}
        required
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      {isLaw && (
        <TextField
          label={t('duty.confirm', { id: duty.ruleId })}
          required
          autoComplete="off"
          spellCheck={false}
          value={confirmation}
          onChange={setConfirmation}
        />
      )}
      {dismiss.isError && <Failed error={dismiss.error} />}
    </FormDialog>
  );
}

export function ReopenDialog({ duty, onClose }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const reopen = useDutyAct<null, unknown>(
    (api) => api.duties.reopen(duty.id),
    () => {
      toast(t('duty.reopened'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('duty.reopen_title')}
      onClose={onClose}
      action={t('duty.reopen')}
      busy={reopen.isPending}
      onSubmit={() => reopen.mutate(null)}
    >
      <p className="text-sm">{duty.state === 'done' ? t('duty.reopen_done') : t('duty.reopen_text')}</p>
      {reopen.isError && <Failed error={reopen.error} />}
    </FormDialog>
  );
}
