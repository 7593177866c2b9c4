/** Recording who reviewed a version. */
import { useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { usePackAct } from './use-packs.ts';

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export function ReviewDialog({
  target: { pack, version, digest },
  onClose,
}: {
  readonly target: { readonly pack: string; readonly version: string; readonly digest: string };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [reviewer, setReviewer] = useState('');
  const [reviewedOn, setReviewedOn] = useState(today);
  const [note, setNote] = useState('');
  const record = usePackAct(
    (api, body: Parameters<typeof api.packs.recordReview>[1]) => api.packs.recordReview(pack, body),
    () => {
      toast(t('packs.review.recorded'));
      onClose();
    },
  );
  const max = today();
  const complete = reviewer.trim() !== '' && /^\d{4}-\d{2}-\d{2}$/.test(reviewedOn) && reviewedOn <= max;
  return (
    <FormDialog
      open
      title={t('packs.review.record')}
      onClose={onClose}
      action={t('packs.review.record')}
      busy={record.isPending}
      disabled={!complete}
      onSubmit={() => record.mutate({ digest, reviewer, reviewedOn, note })}
    >
      <p className="text-sm">{t('packs.review.text', { version })}</p>
      <p className="font-mono text-[0.8125rem] break-all text-soft">{digest}</p>
      <TextField
        label={t('packs.review.reviewer')}
        hint={t('packs.review.reviewer_hint')}
        value={reviewer}
        maxLength={200}
        autoComplete="off"
        onChange={setReviewer}
      />
      <TextField label={t('packs.review.day')} type="date" value={reviewedOn} max={max} onChange={setReviewedOn} />
      <TextAreaField label={t('packs.review.note')} value={note} maxLength={2_000} onChange={setNote} />
      {record.isError && <Failed error={record.error} />}
    </FormDialog>
  );
}
