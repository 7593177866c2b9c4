/** Withdrawing a record: says first how much rests on it. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StandingRecord } from '../../../src/model/api/records.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { kindsText } from '../transfer/bases.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

export function WithdrawDialog({ record, onClose }: { readonly record: StandingRecord; readonly onClose: () => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const withdraw = useMutation({
    mutationFn: () => api.records.withdraw(record.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['records'] });
      toast(t('record.withdrawn'));
      onClose();
    },
  });
  return (
    <FormDialog
      open
      title={t('record.withdraw_title')}
      onClose={onClose}
      action={t('record.withdraw')}
      actionKind="danger"
      busy={withdraw.isPending}
      onSubmit={() => withdraw.mutate()}
    >
      <p className="text-sm font-medium">{kindsText(translation, record)}</p>
      <p className="text-sm">{t('record.withdraw_granted', { n: record.granted })}</p>
      <p className="text-sm">{t('record.withdraw_text')}</p>
      <p className="text-sm text-soft">{t('common.not_undone')}</p>
      {withdraw.isError && <Failed error={withdraw.error} />}
    </FormDialog>
  );
}
