/** What can be done with a transfer. Each dialog says what will happen before it happens. */
import { useState } from 'react';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { type BasisDraft, EMPTY_BASIS, isBasisComplete, recordOf, withRemedy } from '../basis/basis-draft.ts';
import { BasisFields } from '../basis/basis-fields.tsx';
import { StatedSection } from '../basis/stated-section.tsx';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { Facts } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { FindingTags, LevelBadge } from '../ui/words.tsx';
import { useTransferAct } from './use-transfer.ts';

type ActProps = { readonly transfer: TransferDetail; readonly open: boolean; readonly onClose: () => void };

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

/** The officer sees exactly what the approval covers. */
function WhatIsApproved({ transfer }: { readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { limits } = transfer;
  const people = transfer.recipients.map(({ id, name, organisation, jurisdiction }) => (
    <li key={id}>
      {name} · {organisation} · {placeName(translation, jurisdiction)}
    </li>
  ));
  const objects = transfer.objects.map(({ id, kind, name, size }) => (
    <li key={id}>
      {kind === 'message' ? t('detail.message') : name} · {format.bytes(size)}
    </li>
  ));
  return (
    <Facts
      rows={[
        [t('detail.from'), `${transfer.entity} · ${transfer.sender}`],
        [t('detail.to'), <ul key="to">{people}</ul>],
        [t('new.purpose'), t(`purpose.${transfer.purpose}`)],
        [t('detail.content'), <ul key="content">{objects}</ul>],
        [t('preview.level'), <LevelBadge key="level" level={transfer.classification.level} />],
        [t('detail.findings'), <FindingTags key="findings" counts={transfer.classification.counts} />],
        [t('detail.limits'), t('detail.limits_text', { days: limits.expiresInDays, opens: limits.opensMax })],
      ]}
    />
  );
}

export function ApprovalDialog({ transfer, open, onClose }: ActProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const [outcome, setOutcome] = useState<'approved' | 'declined'>('approved');
  const [reason, setReason] = useState('');
  const answer = useTransferAct<null>(
    transfer.id,
    (api) => api.transfers.approve(transfer.id, { outcome, reason: reason.trim(), validDays: 30, onBehalfOf: null }),
    () => {
      toast(t(`detail.answered.${outcome}`));
      onClose();
    },
  );
  return (
    <FormDialog
      wide
      title={t('detail.approve_title')}
      open={open}
      onClose={onClose}
      action={t(`detail.approve_action.${outcome}`)}
      actionKind={outcome === 'approved' ? 'primary' : 'danger'}
      busy={answer.isPending}
      disabled={outcome === 'declined' && reason.trim() === ''}
      onSubmit={() => answer.mutate(null)}
    >
      <p className="text-sm text-soft">{t('detail.approve_text')}</p>
      <WhatIsApproved transfer={transfer} />
      <RadioField
        label={t('detail.approve_title')}
        value={outcome}
        onChange={setOutcome}
        choices={[
          { value: 'approved', label: t('detail.approve'), hint: t('detail.approve_hint') },
          { value: 'declined', label: t('detail.decline'), hint: t('detail.decline_hint') },
        ]}
      />
      <TextAreaField
        label={t('detail.reason')}
        hint={outcome === 'declined' ? t('detail.reason_needed') : t('detail.reason_hint')}
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
      {answer.isError && <Failed error={answer.error} />}
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
