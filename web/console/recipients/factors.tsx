/** What a recipient has set up to prove who he is, and taking it away when a telephone is lost. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  OWN_FACTOR_KINDS,
  type RecipientFactors,
  RESET_REASONS,
  type ResetReason,
  resetReasonSchema,
} from '../../../src/model/api/open-factors.ts';
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

const KEY = ['recipient-factors'] as const;

export type KnownFactors = RecipientFactors['recipients'];

/** What the list of recipients shows of them, and the dialog while one is reset. */
export function useOwnFactors() {
  const api = useApi();
  const known = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.factors.ofRecipients({ signal }) });
  const [resetting, setResetting] = useState<Recipient | null>(null);
  return {
    list: { factors: known.data?.recipients ?? [], onReset: setResetting },
    dialog: resetting !== null && <ResetDialog recipient={resetting} onClose={() => setResetting(null)} />,
  };
}

/** Nothing for somebody who has set up nothing. */
export function OwnFactors({
  recipient,
  known,
  onReset,
}: {
  readonly recipient: Recipient;
  readonly known: KnownFactors;
  readonly onReset: (recipient: Recipient) => void;
}) {
  const { t } = useTranslation();
  const factors = known.find((one) => one.recipientId === recipient.id)?.factors ?? [];
  const kinds = OWN_FACTOR_KINDS.filter((kind) => factors.some((one) => one.kind === kind));
  if (kinds.length === 0) return null;
  return (
    <div className="grid justify-items-start gap-1">
      <ul aria-label={t('factors.own')} className="mt-1 flex flex-wrap gap-1.5">
        {kinds.map((kind) => (
          <li key={kind}>
            <Badge tone="good">{t(`factors.kind.${kind}`)}</Badge>
          </li>
        ))}
      </ul>
      <button
        type="button"
        aria-label={`${t('factors.reset')}: ${recipient.name}`}
        onClick={() => onReset(recipient)}
        className="inline-flex min-h-touch items-center text-left text-accent underline underline-offset-2 sm:min-h-9"
      >
        {t('factors.reset')}
      </button>
    </div>
  );
}

function ResetDialog({ recipient, onClose }: { readonly recipient: Recipient; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const { name } = recipient;
  const [reason, setReason] = useState<ResetReason>('device_lost');
  const reset = useMutation({
    mutationFn: () => api.factors.reset(recipient.id, reason),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      toast(t('factors.reset_done', { name }));
      onClose();
    },
  });
  return (
    <FormDialog
      open
      title={t('factors.reset_of', { name })}
      onClose={onClose}
      action={t('factors.reset_action')}
      actionKind="danger"
      busy={reset.isPending}
      onSubmit={() => reset.mutate()}
    >
      <p className="text-sm">{t('factors.reset_text', { name })}</p>
      <Callout tone="wait">{t('factors.reset_check')}</Callout>
      <SelectField
        label={t('factors.reason')}
        value={reason}
        options={RESET_REASONS.map((value) => ({ value, label: t(`factors.reason.${value}`) }))}
        onChange={(value) => setReason(resetReasonSchema.parse(value))}
      />
      <p className="text-sm text-soft">{t('factors.reset_told')}</p>
      {reset.isError && <Failed error={reset.error} />}
    </FormDialog>
  );
}
