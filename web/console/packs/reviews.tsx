/** Who reviewed which version of a pack; recorded and taken back here. */
import { useState } from 'react';
import type { PackDetail, PackReviewView } from '../../../src/model/api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Section } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { usePackAct } from './use-packs.ts';

function Review({
  review,
  onTakeBack,
}: {
  readonly review: PackReviewView;
  readonly onTakeBack: (() => void) | undefined;
}) {
  const { t, format } = useTranslation();
  const { withdrawnBy, withdrawnAt } = review;
  return (
    <li className="grid gap-1 rounded-xl border border-line p-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="font-medium">{t('packs.review.by', { reviewer: review.reviewer, day: review.reviewedOn })}</p>
        {withdrawnAt === null && (
          <Badge tone={review.current ? 'good' : 'calm'}>
            {t(review.current ? 'packs.review.current' : 'packs.review.other')}
          </Badge>
        )}
      </div>
      {review.note !== '' && <p className="whitespace-pre-wrap">{review.note}</p>}
      <p className="text-[0.8125rem] text-soft">
        {t('packs.version', { version: review.version })} ·{' '}
        {t('packs.review.recorded_by', { name: review.recordedBy, time: format.dateTime(review.recordedAt) })}
      </p>
      {withdrawnBy !== null && withdrawnAt !== null && (
        <p className="text-[0.8125rem] text-soft">
          {t('packs.review.withdrawn', { name: withdrawnBy, time: format.dateTime(withdrawnAt) })}
        </p>
      )}
      {onTakeBack !== undefined && (
        <div className="mt-1">
          <Button onClick={onTakeBack}>{t('packs.review.withdraw')}</Button>
        </div>
      )}
    </li>
  );
}

function TakeBackDialog({
  pack,
  review,
  onClose,
}: {
  readonly pack: string;
  readonly review: PackReviewView;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const takeBack = usePackAct(
    (api, id: string) => api.packs.takeBackReview(pack, id),
    () => {
      toast(t('packs.review.taken_back'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('packs.review.withdraw_title')}
      onClose={onClose}
      action={t('packs.review.withdraw')}
      actionKind="danger"
      busy={takeBack.isPending}
      onSubmit={() => takeBack.mutate(review.id)}
    >
      <p className="text-sm">{t('packs.review.withdraw_text')}</p>
      {takeBack.isError && <Failed error={takeBack.error} />}
    </FormDialog>
  );
}

export function Reviews({ pack }: { readonly pack: PackDetail }) {
  const { t } = useTranslation();
  const [recording, setRecording] = useState(false);
  const [takingBack, setTakingBack] = useState<PackReviewView | null>(null);
  const { reviews, mayManage } = pack;
  return (
    <Section
      title={t('packs.reviews')}
      hint={t('packs.reviews_hint')}
      action={mayManage ? <Button onClick={() => setRecording(true)}>{t('packs.review.record')}</Button> : undefined}
    >
      {reviews.length === 0 && <p className="text-sm text-soft">{t('packs.reviews_none')}</p>}
      <ul className="grid gap-3">
        {reviews.map((review) => (
          <Review
            key={review.id}
            review={review}
            onTakeBack={mayManage && review.withdrawnAt === null ? () => setTakingBack(review) : undefined}
          />
        ))}
      </ul>
      {recording && <ReviewDialog target={pack} onClose={() => setRecording(false)} />}
      {takingBack !== null && (
        <TakeBackDialog pack={pack.pack} review={takingBack} onClose={() => setTakingBack(null)} />
      )}
    </Section>
  );
}
