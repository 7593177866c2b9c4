/** Saying that a finding is wrong: a sender suggests, an officer sets an exception for a time. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { EXCEPTION_DAYS, EXCEPTION_DAYS_MAX, type FindingPlace } from '../../../src/model/api/levels.ts';
import type { Finding, FindingType } from '../../../src/model/classification.ts';
import { needsSecond } from '../../../src/model/level-policy.ts';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

export function MarkDialog({
  type,
  check,
  place,
  transferId,
  onClose,
}: {
  readonly type: FindingType;
  readonly check: Finding['check'];
  readonly place: FindingPlace;
  readonly transferId?: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const isOfficer = useSession().person.role === 'officer';
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(String(EXCEPTION_DAYS));
  const until = daysOf(days);
  const mark = useMutation({
    mutationFn: () =>
      isOfficer
        ? api.levels.except({ finding: place, reason: reason.trim(), days: until ?? EXCEPTION_DAYS })
        : api.levels.suggest({ finding: place, reason: reason.trim() }),
    onSuccess: async ({ state }) => {
      toast(
        t(state === 'suggested' ? 'mark.done_suggest' : state === 'waiting' ? 'mark.done_waiting' : 'mark.done_set'),
      );
      onClose();
      await queries.invalidateQueries({ queryKey: ['levels'] });
      await queries.invalidateQueries({ queryKey: ['preview'] });
      if (transferId !== undefined) await queries.invalidateQueries({ queryKey: ['transfer', transferId] });
    },
  });
  return (
    <FormDialog
      open
      title={`${t(isOfficer ? 'mark.title_set' : 'mark.title_suggest')}: ${t(`finding.${type}`)}`}
      onClose={onClose}
      action={t(isOfficer ? 'mark.set' : 'mark.suggest')}
      busy={mark.isPending}
      disabled={reason.trim().length < 3 || (isOfficer && until === null)}
      onSubmit={() => mark.mutate()}
    >
      <p className="text-sm">{t(isOfficer ? 'mark.text_set' : 'mark.text_suggest')}</p>
      {isOfficer && needsSecond(type, check) && <Callout tone="wait">{t('mark.second')}</Callout>}
      <TextAreaField
        label={t('mark.reason')}
        hint={t('levels.reason_hint')}
        value={reason}
        maxLength={500}
        required
        onChange={setReason}
      />
      {isOfficer && <TextField label={t('mark.days')} inputMode="numeric" value={days} required onChange={setDays} />}
      {mark.isError && <Failed error={mark.error} />}
    </FormDialog>
  );
}

/** Whole days within what is allowed; null for anything else. */
export function daysOf(text: string): number | null {
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= EXCEPTION_DAYS_MAX ? days : null;
}
