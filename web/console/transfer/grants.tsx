/** Who may open what, how often and until when. */
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';

const GRANT_TONE = { active: 'good', used_up: 'wait', expired: 'calm', revoked: 'stop' } as const satisfies Record<
  TransferDetail['grants'][number]['state'],
  Tone
>;

export function Grants({ transfer }: { readonly transfer: TransferDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <ul className="grid gap-5">
      {transfer.recipients.map((recipient) => {
        const grants = transfer.grants.filter(({ recipientId }) => recipientId === recipient.id);
        return (
          <li key={recipient.id} className="grid gap-2">
            <p className="text-sm">
              <span className="font-medium">{recipient.name}</span>
              <span className="text-soft">
                {' '}
                · {recipient.organisation} · {placeName(translation, recipient.jurisdiction)}
              </span>
            </p>
            {grants.length === 0 && <p className="text-sm text-soft">{t('grant.none')}</p>}
            {grants.length > 0 && (
              <ul className="divide-y divide-line rounded-xl border border-line">
                {grants.map((grant) => {
                  const object = transfer.objects.find(({ id }) => id === grant.objectId);
                  return (
                    <li
                      key={grant.objectId}
                      className="flex flex-wrap items-center justify-between gap-2 px-4 py-2.5 text-sm"
                    >
                      <div className="min-w-0">
                        <p className="break-all">
                          {object === undefined || object.kind === 'message' ? t('detail.message') : object.name}
                        </p>
                        <p className="text-[0.8125rem] text-soft">
                          {t(`grant.${grant.permission}`)} · {t('grant.opens_left', { n: grant.opensLeft })} ·{' '}
                          {t('grant.until', { date: format.dateTime(grant.expiresAt) })}
                        </p>
                      </div>
                      <Badge tone={GRANT_TONE[grant.state]}>{t(`grant.state.${grant.state}`)}</Badge>
                    </li>
                  );
                })}
              </ul>
            )}
          </li>
        );
      })}
    </ul>
  );
}
