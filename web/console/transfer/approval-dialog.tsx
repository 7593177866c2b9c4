/** Approving or declining: exactly what the answer covers, in whose name it is given, and until when it counts. */
import { useState } from 'react';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextAreaField } from '../ui/field.tsx';
import { Facts } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { FindingTags, LevelBadge } from '../ui/words.tsx';
import type { ActProps } from './act-dialogs.tsx';
import { useTransferAct } from './use-transfer.ts';

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
        [
          t('detail.findings'),
          Object.keys(transfer.classification.counts).length === 0 ? (
            t('detail.no_persons')
          ) : (
            <FindingTags key="findings" counts={transfer.classification.counts} />
          ),
        ],
        [t('detail.limits'), t('detail.limits_text', { days: limits.expiresInDays, opens: limits.opensMax })],
      ]}
    />
  );
}

const DAYS = ['7', '30', '90'] as const;
/** The shortest choice that covers the time in which it can be opened: after its end the approval opens nothing either. */
const daysFor = (expiresInDays: number): (typeof DAYS)[number] =>
  DAYS.find((days) => Number(days) >= expiresInDays) ?? '90';
/** Stands for one's own name, which has no id in the request. */
const SELF = 'self';

export function ApprovalDialog({ transfer, open, onClose }: ActProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const [outcome, setOutcome] = useState<'approved' | 'declined'>('approved');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState(() => daysFor(transfer.limits.expiresInDays));
  // What was granted for viewing only: one officer more can only say yes.
  const isMore = transfer.state === 'granted';
  const names = transfer.answerAs;
  const [name, setName] = useState(names[0]?.officerId ?? SELF);
  const onBehalfOf = name === SELF ? null : name;
  const answer = useTransferAct<null>(
    transfer.id,
    (api) =>
      api.transfers.approve(transfer.id, { outcome, reason: reason.trim(), validDays: Number(days), onBehalfOf }),
    () => {
      toast(t(`detail.answered.${outcome}`));
      onClose();
    },
  );
  return (
    <FormDialog
      wide
      title={t(isMore ? 'detail.allow_download_title' : 'detail.approve_title')}
      open={open}
      onClose={onClose}
      action={t(isMore ? 'detail.allow_download_action' : `detail.approve_action.${outcome}`)}
      actionKind={outcome === 'approved' ? 'primary' : 'danger'}
      busy={answer.isPending}
      disabled={outcome === 'declined' && reason.trim() === ''}
      onSubmit={() => answer.mutate(null)}
    >
      <p className="text-sm text-soft">{t(isMore ? 'detail.allow_download_text' : 'detail.approve_text')}</p>
      <WhatIsApproved transfer={transfer} />
      {(names.length > 1 || onBehalfOf !== null) && (
        <SelectField
          label={t('approvals.as')}
          hint={t('approvals.as_hint')}
          value={name}
          options={names.map((one) => ({
            value: one.officerId ?? SELF,
            label: one.officerId === null ? t('approvals.as_self', { name: one.name }) : one.name,
          }))}
          onChange={setName}
        />
      )}
      {!isMore && (
        <RadioField
          label={t('detail.approve_title')}
          value={outcome}
          onChange={setOutcome}
          choices={[
            { value: 'approved', label: t('detail.approve'), hint: t('detail.approve_hint') },
            { value: 'declined', label: t('detail.decline'), hint: t('detail.decline_hint') },
          ]}
        />
      )}
      {outcome === 'approved' && (
        <SelectField
          label={t('approvals.valid')}
          hint={t('approvals.valid_hint')}
          value={days}
          options={DAYS.map((value) => ({ value, label: t('approvals.days', { n: Number(value) }) }))}
          onChange={setDays}
        />
      )}
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
