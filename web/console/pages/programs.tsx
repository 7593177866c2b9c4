/** Programs that send through Entrepot instead of straight to the vendor. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DoorChoices, DoorCreated } from '../../../src/model/api/doors.ts';
import { useSession } from '../api/context.tsx';
import { howOf } from '../doors/command.ts';
import { CredentialsDialog } from '../doors/credentials.tsx';
import { NewDoorDialog } from '../doors/door-dialog.tsx';
import { Doors } from '../doors/door-list.tsx';
import { useDoors } from '../doors/use-doors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

type Made = { readonly made: DoorCreated; readonly choices: DoorChoices };

/** What replaces the vendor's address in the settings of a program. */
function GatewayAddress({ url }: { readonly url: string }) {
  const { t } = useTranslation();
  return (
    <Section title={t('door.gateway')} hint={t('door.gateway_hint')}>
      <div className="flex flex-wrap items-center gap-3">
        <code className="min-w-0 rounded-lg border border-line bg-sunken px-3 py-2 font-mono text-[0.8125rem] break-all">
          {url}
        </code>
        <CopyButton text={url} />
      </div>
    </Section>
  );
}

export function ProgramsPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<Made | null>(null);
  const list = useDoors();
  const add =
    person.role === 'officer' ? (
      <Button kind="primary" icon="new" disabled={!list.isSuccess} onClick={() => setAdding(true)}>
        {t('door.add')}
      </Button>
    ) : undefined;
  const doors = list.data?.doors ?? [];
  return (
    <Page title={t('nav.programs')} lead={t('door.lead')} action={doors.length > 0 ? add : undefined}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {doors.length === 0 ? (
            <Empty title={t('door.empty')} action={add}>
              {t('door.empty_hint')}
            </Empty>
          ) : (
            <Doors doors={doors} connections={list.data.connections} />
          )}
          <GatewayAddress url={list.data.gatewayUrl} />
          <p className="text-sm">
            <Link to="/programs/refused" className="text-accent underline underline-offset-2">
              {t('door.refusals_link')}
            </Link>
          </p>
        </div>
      )}
      {adding && (
        <NewDoorDialog
          connections={list.data?.connections ?? []}
          onClose={() => setAdding(false)}
          onMade={(made, choices) => {
            setAdding(false);
            setShown({ made, choices });
          }}
        />
      )}
      {shown !== null && (
        <CredentialsDialog
          credentials={shown.made.credentials}
          how={howOf(shown.choices)}
          onClose={() => setShown(null)}
        />
      )}
    </Page>
  );
}
