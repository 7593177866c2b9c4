/** Connections to channels, and how each does. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../api/context.tsx';
import { AddDialog } from '../connections/add-dialog.tsx';
import { ConnectionCards } from '../connections/connection-list.tsx';
import { useConnections } from '../connections/use-connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

export function ConnectionsPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const [adding, setAdding] = useState(false);
  const list = useConnections();
  const all = list.data?.connections ?? [];
  const dead = all.reduce((sum, one) => sum + one.counts.dead, 0);
  const add =
    person.role === 'officer' ? (
      <Button kind="primary" icon="new" onClick={() => setAdding(true)}>
        {t('connection.add')}
      </Button>
    ) : undefined;
  return (
    <Page title={t('nav.connections')} lead={t('connection.lead')} action={all.length > 0 ? add : undefined}>
      <div className="grid gap-5">
        {dead > 0 && (
          <Callout tone="stop" title={t('connection.dead_there', { n: dead })}>
            <Link
              to="/dead-letters"
              className="inline-flex min-h-touch items-center text-accent underline underline-offset-2"
            >
              {t('nav.dead_letters')}
            </Link>
          </Callout>
        )}
        {list.isPending && <Loading lines={6} />}
        {list.isError && all.length === 0 && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && all.length === 0 && (
          <Empty title={t('connection.empty')} action={add}>
            {t(person.role === 'officer' ? 'connection.empty_hint' : 'connection.empty_hint_reader')}
          </Empty>
        )}
        {all.length > 0 && <ConnectionCards connections={all} />}
      </div>
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
