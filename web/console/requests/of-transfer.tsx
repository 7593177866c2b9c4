/** Requests about one transfer, on its page; nothing where there are none. */
import { useTranslation } from '../i18n/translate.tsx';
import { Section } from '../ui/page.tsx';
import { AccessRequestCard } from './request-card.tsx';
import { useAccessRequests } from './use-requests.ts';

export function RequestsOfTransfer({ transferId }: { readonly transferId: string }) {
  const { t } = useTranslation();
  const list = useAccessRequests({ transfer: transferId });
  const requests = list.data?.pages.flatMap((page) => page.requests) ?? [];
  if (requests.length === 0) return null;
  return (
    <Section title={t('ask.for_transfer')}>
      <div className="grid gap-3">
        {requests.map((one) => (
          <AccessRequestCard key={one.id} request={one} isOnTransfer />
        ))}
      </div>
    </Section>
  );
}
