/** What would have left this machine: messages at the left, the chosen one at the right; on a phone one after the other. */
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { MessageDetail } from '../sandbox/message-detail.tsx';
import { MessageList } from '../sandbox/message-list.tsx';
import { ButtonLink } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { classes } from '../ui/classes.ts';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

const REFRESH_MS = 2000;

function Messages() {
  const { t } = useTranslation();
  const api = useApi();
  const { person } = useSession();
  const { message: chosenId } = useSearch({ from: '/sandbox' });
  const list = useQuery({
    queryKey: ['sandbox'],
    queryFn: ({ signal }) => api.system.sandboxMessages(null, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const messages = list.data?.messages ?? [];
  // Without a choice the newest is shown, so that a new message needs no click.
  const chosen = messages.find(({ id }) => id === chosenId);
  const shown = chosen ?? messages[0];
  const onPhone = chosen !== undefined;
  if (list.isPending) return <Loading />;
  if (list.isError && messages.length === 0) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (shown === undefined) {
    return (
      <Empty
        title={t('sandbox.empty')}
        action={
          person.role === 'auditor' ? null : (
            <ButtonLink kind="primary" icon="new" to="/transfers/new">
              {t('nav.new')}
            </ButtonLink>
          )
        }
      >
        {t('sandbox.empty_hint')}
      </Empty>
    );
  }
  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(16rem,20rem)_minmax(0,1fr)] lg:items-start">
      <section aria-label={t('sandbox.list')} className={classes(onPhone && 'hidden lg:block')}>
        <MessageList messages={messages} shownId={shown.id} />
      </section>
      <div className={classes('min-w-0 gap-3', onPhone ? 'grid' : 'hidden lg:grid')}>
        <div className="lg:hidden">
          <ButtonLink kind="quiet" icon="back" to="/sandbox" search={{}}>
            {t('sandbox.list')}
          </ButtonLink>
        </div>
        <MessageDetail key={shown.id} message={shown} />
      </div>
    </div>
  );
}

export function SandboxPage() {
  const { t } = useTranslation();
  const { sandbox } = useSession();
  const { message } = useSearch({ from: '/sandbox' });
  if (!sandbox) {
    return (
      <Page title={t('nav.sandbox')}>
        <Empty title={t('sandbox.off')}>{t('sandbox.off_hint')}</Empty>
      </Page>
    );
  }
  return (
    <Page title={t('nav.sandbox')} lead={t('sandbox.lead')}>
      <div className="grid gap-5">
        {/* On a phone a message has the page to itself; the banner above says the same. */}
        <div className={classes(message !== undefined && 'hidden lg:block')}>
          <Callout tone="wait" title={t('sandbox.nothing_left')}>
            {t('sandbox.switch_off')} <code className="font-mono text-[0.8125rem]">ENTREPOT_SANDBOX=false</code>
          </Callout>
        </div>
        <Messages />
      </div>
    </Page>
  );
}
