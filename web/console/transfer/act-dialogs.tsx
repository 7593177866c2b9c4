/** What can be done with a transfer. Each dialog says what will happen before it happens. */
import { useState } from 'react';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { type BasisDraft, EMPTY_BASIS, isBasisComplete, recordOf, withRemedy } from '../basis/basis-draft.ts';
import { BasisFields } from '../basis/basis-fields.tsx';
import { StatedSection } from '../basis/stated-section.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useTransferAct } from './use-transfer.ts';

export type ActProps = { readonly transfer: TransferDetail; readonly open: boolean; readonly onClose: () => void };

export function BasisDialog({ transfer, open, onClose, remedy }: ActProps & { readonly remedy: string | null }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [draft, setDraft] = useState<BasisDraft>(() => withRemedy(EMPTY_BASIS, remedy ?? ''));
  const record = useTransferAct<NonNullable<ReturnType<typeof recordOf>>>(
    transfer.id,
    (api, body) => api.transfers.recordBasis(transfer.id, body),
    () => {
      toast(t('detail.basis_recorded'));
      onClose();
    },
  );
  return (
    <FormDialog
      wide
      title={t('detail.record_basis')}
      open={open}
      onClose={onClose}
      action={t('detail.record_basis_action')}
      busy={record.isPending}
      disabled={!isBasisComplete(draft)}
      onSubmit={() => {
        const body = recordOf(draft);
        if (body !== null) record.mutate(body);
      }}
    >
      <p className="text-sm text-soft">{t('detail.record_basis_text')}</p>
      <StatedSection
        value={draft}
        origin={null}
        decision={transfer.decision}
        counted={transfer.classification.unreadable ? null : transfer.classification.persons}
        onChange={setDraft}
      />
      <BasisFields value={draft} onChange={setDraft} suggested={transfer.decision?.remedies ?? []} />
      {record.isError && <Failed error={record.error} />}
    </FormDialog>
  );
}

/** Revoking and withdrawing: one word, one explanation, no way back. */
export function EndDialog({ transfer, open, onClose, act }: ActProps & { readonly act: 'revoke' | 'withdraw' }) {
  const { t } = useTranslation();
  const toast = useToast();
  const end = useTransferAct<null>(
    transfer.id,
    (api) => (act === 'revoke' ? api.transfers.revoke(transfer.id) : api.transfers.withdraw(transfer.id)),
    () => {
      toast(t(`detail.done.${act}`));
      onClose();
    },
  );
  return (
    <FormDialog
      title={t(`detail.${act}_title`, { reference: transfer.reference })}
      open={open}
      onClose={onClose}
      action={t(`detail.${act}`)}
      actionKind="danger"
      busy={end.isPending}
      onSubmit={() => end.mutate(null)}
    >
      <p className="text-sm">{t(`detail.${act}_text`)}</p>
      <p className="text-sm text-soft">{t('common.not_undone')}</p>
      {end.isError && <Failed error={end.error} />}
    </FormDialog>
  );
}
