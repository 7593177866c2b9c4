/** One connected program: what it sent, where that goes, what it has to prove, and how it ends. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { DoorCredentials, DoorDetail, DoorList } from '../../../src/model/api/doors.ts';
import { useSession } from '../api/context.tsx';
import { type DoorMove, MoveDialog, RotateDialog, TryDialog } from '../doors/act-dialogs.tsx';
import { blankOf, Command, CredentialsDialog } from '../doors/credentials.tsx';
import { commandFor, howOf } from '../doors/command.ts';
import { ChangeDoorDialog } from '../doors/door-dialog.tsx';
import { DoorState } from '../doors/door-list.tsx';
import { ProofFacts, RouteFacts } from '../doors/settings-facts.tsx';
import { Usage } from '../doors/usage.tsx';
import { useDoor, useDoors } from '../doors/use-doors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Act = DoorMove | 'change' | 'rotate' | 'try';
type Known = { readonly door: DoorDetail; readonly connections: DoorList['connections'] };

function Head({ door, onAct }: { readonly door: DoorDetail; readonly onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const isPaused = door.state === 'paused';
  return (
    <div className="flex flex-wrap gap-3">
      <Button icon={isPaused ? 'play' : 'pause'} onClick={() => onAct(isPaused ? 'resume' : 'pause')}>
        {t(isPaused ? 'door.act.resume' : 'door.act.pause')}
      </Button>
      <Button onClick={() => onAct('change')}>{t('door.change')}</Button>
      <Button kind="primary" icon="out" disabled={isPaused} onClick={() => onAct('try')}>
        {t('door.try')}
      </Button>
    </div>
  );
}

function Proof({ door, onAct }: { readonly door: DoorDetail; readonly onAct: ((act: Act) => void) | undefined }) {
  const { t, format } = useTranslation();
  return (
    <Section
      title={t('door.security')}
      action={
        onAct !== undefined && (
          <Button icon="key" onClick={() => onAct('rotate')}>
            {t('door.rotate')}
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        {door.previousUntil !== null && (
          <Callout tone="wait" title={t('door.old_until', { time: format.dateTime(door.previousUntil) })}>
            {onAct !== undefined && <Button onClick={() => onAct('end-old')}>{t('door.act.end-old')}</Button>}
          </Callout>
        )}
        <ProofFacts door={door} />
      </div>
    </Section>
  );
}

function Shell({ door }: { readonly door: DoorDetail }) {
  const { t } = useTranslation();
  const lines = commandFor(blankOf(door), { ...howOf(door.settings), text: t('door.test_text') });
  return (
    <Section title={t('door.try_shell')} hint={t('door.try_shell_hint')}>
      <Command lines={lines} />
    </Section>
  );
}

function Detail({ door, connections }: Known) {
  const { t } = useTranslation();
  const { person } = useSession();
  const navigate = useNavigate();
  const [act, setAct] = useState<Act | null>(null);
  const [shown, setShown] = useState<DoorCredentials | null>(null);
  const mayAct = person.role === 'officer';
  const close = () => setAct(null);
  return (
    <Page
      title={door.name}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <DoorState state={door.state} />
          {t(`door.kind.${door.kind}`)}
        </span>
      }
      action={mayAct ? <Head door={door} onAct={setAct} /> : undefined}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-2">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <Section title={t('door.usage')}>
            <Usage day={door.day} month={door.month} />
          </Section>
          <Shell door={door} />
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <Section title={t('door.route')}>
            <RouteFacts door={door} connections={connections} />
          </Section>
          <Proof door={door} onAct={mayAct ? setAct : undefined} />
          {mayAct && (
            <Section title={t('door.danger')} hint={t('door.danger_hint')}>
              <Button onClick={() => setAct('remove')}>{t('door.act.remove')}</Button>
            </Section>
          )}
        </div>
      </div>
      <p className="mt-5 text-sm">
        <Link to="/programs" className="text-accent underline underline-offset-2">
          {t('door.all')}
        </Link>
      </p>
      {act === 'change' && <ChangeDoorDialog door={door} connections={connections} onClose={close} />}
      {act === 'try' && (
        <TryDialog
          door={door}
          onClose={close}
          onDone={(id) => {
            close();
            void navigate({ to: '/transfers/$id', params: { id } });
          }}
        />
      )}
      {act === 'rotate' && (
        <RotateDialog
          door={door}
          onClose={close}
          onMade={({ credentials }) => {
            close();
            setShown(credentials);
          }}
        />
      )}
      {(act === 'pause' || act === 'resume' || act === 'remove' || act === 'end-old') && (
        <MoveDialog
          door={door}
          move={act}
          onClose={close}
          {...(act === 'remove' ? { onDone: () => navigate({ to: '/programs' }) } : {})}
        />
      )}
      {shown !== null && (
        <CredentialsDialog credentials={shown} how={howOf(door.settings)} onClose={() => setShown(null)} />
      )}
    </Page>
  );
}

export function ProgramPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/programs/$id' });
  const door = useDoor(id);
  const list = useDoors();
  if (door.isSuccess) return <Detail door={door.data} connections={list.data?.connections ?? []} />;
  return (
    <Page title={t('nav.programs')}>
      {door.isPending && <Loading lines={8} />}
      {door.isError && <Failed error={door.error} retry={() => void door.refetch()} />}
    </Page>
  );
}
