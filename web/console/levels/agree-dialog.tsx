/** An officer takes up a suggestion, or agrees as the second one. */
import { useState } from 'react';
import { EXCEPTION_DAYS, type ExceptionView } from '../../../src/model/api/levels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { daysOf } from './mark-dialog.tsx';
import { useExceptionAct } from './use-levels.ts';

export function AgreeDialog({
  exception,
  onClose,
}: {
  readonly exception: ExceptionView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(String(EXCEPTION_DAYS));
  const isFirst = exception.may.accept;
  const until = daysOf(days);
  const agree = useExceptionAct<string>(
    (api, said) =>
      isFirst
        ? api.levels.accept(exception.id, { reason: said, days: until ?? EXCEPTION_DAYS })
        : api.levels.confirm(exception.id, said),
    () => {
      toast(t('exceptions.done'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t(isFirst ? 'exceptions.accept_title' : 'exceptions.confirm_title')}
      onClose={onClose}
      action={t(isFirst ? 'exceptions.accept' : 'exceptions.confirm')}
      busy={agree.isPending}
      disabled={reason.trim().length < 3 || (isFirst && until === null)}
      onSubmit={() => agree.mutate(reason.trim())}
    >
      <p className="text-sm">{t('mark.text_set')}</p>
      {isFirst && exception.needsSecond && <Callout tone="wait">{t('mark.second')}</Callout>}
      <TextAreaField
        label={t('mark.reason')}
        hint={t('levels.reason_hint')}
        value={reason}
        maxLength={500}
        required
        onChange={setReason}
      />
      {isFirst && <TextField label={t('mark.days')} inputMode="numeric" value={days} required onChange={setDays} />}
      {agree.isError && <Failed error={agree.error} />}
    </FormDialog>
  );
}
