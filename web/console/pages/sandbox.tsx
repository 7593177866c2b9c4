/** What would have left this machine. */
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

export function SandboxPage() {
  const { t, format } = useTranslation();
  const api = useApi();
  const list = useQuery({
    queryKey: ['sandbox'],
    queryFn: ({ signal }) => api.system.sandboxMessages(null, { signal }),
    refetchInterval: 3000,
  });
  return (
    <Page title={t('nav.sandbox')} lead={t('sandbox.lead')}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.data.messages.length === 0 && (
        <Empty title={t('sandbox.empty')}>{t('sandbox.empty_hint')}</Empty>
      )}
      <div className="grid gap-4">
        {list.data?.messages.map((message) => (
          <Section
            key={message.id}
            title={`${message.vendor} · ${message.to}`}
            hint={`${format.dateTime(message.at)} · ${format.bytes(message.bytes)}`}
          >
            <pre className="font-mono text-[0.8125rem] break-words whitespace-pre-wrap">{message.body}</pre>
          </Section>
        ))}
      </div>
    </Page>
  );
}
