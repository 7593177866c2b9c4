/** Letting somebody answer in one's name: whom, from when to when, and why. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DelegationList, GiveDelegation } from '../../../src/model/api/approvals.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { isTermSound } from './term.ts';

export function DelegateDialog({
  choices,
  today,
  onClose,
}: {
  readonly choices: DelegationList['choices'];
  /** Where the organisation is: it may be another day than here. */
  readonly today: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [toStaffId, setTo] = useState('');
  const [startsOn, setStart] = useState(today);
  const [endsOn, setEnd] = useState('');
  const [reason, setReason] = useState('');
  const give = useMutation({
    mutationFn: (body: GiveDelegation) => api.approvals.delegate(body),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['delegations'] });
      toast(t('delegation.given', { name: choices.find(({ id }) => id === toStaffId)?.name ?? '' }));
      onClose();
    },
  });
  const isComplete = toStaffId !== '' && isTermSound(startsOn, endsOn) && reason.trim() !== '';
  return (
    <FormDialog
      open
      title={t('delegation.give_title')}
      onClose={onClose}
      action={t('delegation.give')}
      busy={give.isPending}
      disabled={!isComplete}
      onSubmit={() => give.mutate({ toStaffId, startsOn, endsOn, reason: reason.trim() })}
    >
      <p className="text-sm text-soft">{t('delegation.give_text')}</p>
      {choices.length === 0 ? (
        <p className="text-sm">{t('delegation.nobody')}</p>
      ) : (
        <SelectField
          label={t('delegation.to')}
          value={toStaffId}
          placeholder={t('common.choose')}
          options={choices.map((one) => ({ value: one.id, label: `${one.name} · ${t(`role.${one.role}`)}` }))}
          onChange={setTo}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField type="date" label={t('delegation.starts')} min={today} value={startsOn} onChange={setStart} />
        <TextField
          type="date"
          label={t('delegation.ends')}
          hint={t('delegation.ends_hint')}
          error={endsOn === '' || isTermSound(startsOn, endsOn) ? null : t('delegation.ends_hint')}
          min={startsOn}
          value={endsOn}
          onChange={setEnd}
        />
      </div>
      <TextField
        label={t('delegation.reason')}
        hint={t('delegation.reason_hint')}
        maxLength={200}
        value={reason}
        onChange={setReason}
      />
      {give.isError && <Failed error={give.error} />}
    </FormDialog>
  );
}
