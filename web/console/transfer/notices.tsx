/** The notices that crossed or tried to: state, attempts, what went wrong in words, and sending again. */
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { channelName } from '../i18n/channels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useTransferAct } from './use-transfer.ts';

const NOTICE_TONE = { pending: 'calm', sending: 'calm', sent: 'good', dead: 'stop' } as const satisfies Record<
  TransferDetail['notices'][number]['state'],
  Tone
>;

export function Notices({ transfer }: { readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format, errorText } = translation;
  const toast = useToast();
  const resend = useTransferAct<null>(
    transfer.id,
    (api) => api.transfers.resend(transfer.id),
    () => toast(t('notice.resent')),
  );
  return (
    <div className="grid gap-4">
      <ul className="grid gap-3">
        {transfer.notices.map((notice) => (
          <li key={notice.id} className="grid gap-1 text-sm">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-medium">{channelName(translation, notice.connection)}</span>
              <Badge tone={NOTICE_TONE[notice.state]}>{t(`notice.state.${notice.state}`)}</Badge>
            </div>
            <p className="text-[0.8125rem] text-soft">
              {[
                notice.sentAt === null ? null : format.dateTime(notice.sentAt),
                notice.bytes === null ? null : t('notice.bytes', { bytes: format.bytes(notice.bytes) }),
                notice.attempts > 1 ? t('notice.attempts', { n: notice.attempts }) : null,
              ]
                .filter((part) => part !== null)
                .join(' · ')}
            </p>
            {notice.lastError !== null && notice.state !== 'sent' && (
              <p className="text-[0.8125rem] text-stop">
                {errorText(notice.lastError) ?? t('notice.failed_unknown', { code: notice.lastError })}
              </p>
            )}
          </li>
        ))}
      </ul>
      <p className="text-[0.8125rem] text-soft">{t('notice.sent_is_not_read')}</p>
      {resend.isError && <Failed error={resend.error} />}
      {transfer.may.resend && (
        <div>
          <Button icon="again" busy={resend.isPending} onClick={() => resend.mutate(null)}>
            {t('notice.resend')}
          </Button>
        </div>
      )}
    </div>
  );
}
