/** Ends everything of a reported transfer in one call. */
import { useState } from 'react';
import type { TakeDown } from '../../../src/model/api/access-requests.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useRequestAct } from './use-requests.ts';

export function TakeDownDialog({ transferId, onClose }: { readonly transferId: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [block, setBlock] = useState(false);
  const [reason, setReason] = useState('');
  const act = useRequestAct<TakeDown, unknown>(
    (api, body) => api.requests.takeDown(transferId, body),
    () => {
      toast(t('takedown.done'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('takedown.title')}
      onClose={onClose}
      action={t('takedown.action')}
      actionKind="danger"
      busy={act.isPending}
      disabled={reason.trim() === ''}
      onSubmit={() => act.mutate({ block, reason: reason.trim() })}
    >
      <p className="text-sm text-soft">{t('takedown.text')}</p>
      <CheckField label={t('takedown.block')} hint={t('takedown.block_hint')} checked={block} onChange={setBlock} />
      <TextAreaField label={t('takedown.reason')} required maxLength={1000} value={reason} onChange={setReason} />
      {act.isError && <Failed error={act.error} />}
    </FormDialog>
  );
}
