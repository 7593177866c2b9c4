/** Requests about one transfer, on its page; nothing where there are none. */
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { AccessRequestCard } from './request-card.tsx';
import { useAccessRequests } from './use-requests.ts';

export function RequestsOfTransfer({ transferId }: { readonly transferId: string }) {
  const { t } = useTranslation();
  const list = useAccessRequests({ transfer: transferId });
  const requests = list.data?.pages.flatMap((page) => page.requests) ?? [];
  if (requests.length === 0) return null;
  const open = requests.filter((one) => one.state === 'open');
  const closed = requests.filter((one) => one.state !== 'open');
  return (
    <Section title={t('ask.for_transfer')}>
      <div className="grid gap-3">
        {open.map((one) => (
          <AccessRequestCard key={one.id} request={one} isOnTransfer />
        ))}
      </div>
      {closed.length > 0 && (
        <Disclosure summary={t('ask.closed_n', { n: closed.length })}>
          <div className="grid gap-3">
            {closed.map((one) => (
              <AccessRequestCard key={one.id} request={one} isOnTransfer />
            ))}
          </div>
        </Disclosure>
      )}
    </Section>
  );
}
