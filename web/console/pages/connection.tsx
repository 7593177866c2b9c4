/** One connection: how it does and why, a trial, its settings, and what exactly was sent by it. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionDetail, ConnectionView, ProbeView } from '../../../src/model/api/connections.ts';
import { useSession } from '../api/context.tsx';
import { PauseDialog, RemoveDialog } from '../connections/act-dialogs.tsx';
import { ChangeDialog } from '../connections/change-dialog.tsx';
import { ConditionBadge, Trouble } from '../connections/condition.tsx';
import { connectionName } from '../connections/names.ts';
import { SentMessages } from '../connections/sent.tsx';
import { SettingsFacts, StateFacts } from '../connections/state-facts.tsx';
import { TestPanel } from '../connections/test-panel.tsx';
import { useConnection, useConnectionAct, useConnections } from '../connections/use-connections.ts';
import { whyText } from '../connections/why.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Act = 'change' | 'pause' | 'remove';

function Acts({ connection, onAct }: { readonly connection: ConnectionDetail; readonly onAct: (act: Act) => void }) {
  const { t } = useTranslation();
  const isPaused = connection.condition === 'paused';
  return (
    <div className="flex flex-wrap gap-3">
      <Button onClick={() => onAct('remove')}>{t('connection.remove')}</Button>
      {connection.condition !== 'unusable' && (
        <Button icon={isPaused ? 'play' : 'pause'} onClick={() => onAct('pause')}>
          {t(isPaused ? 'connection.resume' : 'connection.pause')}
        </Button>
      )}
      <Button onClick={() => onAct('change')}>{t('connection.change')}</Button>
    </div>
  );
}

/** Asks the vendor without a message to anybody. */
function Probe({ id }: { readonly id: string }) {
  const translation = useTranslation();
  const { t } = translation;
  const probe = useConnectionAct<null, ProbeView>(
    (api) => api.connections.probe(id),
    () => {},
  );
  return (
    <div className="mt-5 grid gap-3 border-t border-line pt-4">
      <p className="text-sm text-soft">{t('connection.probe_text')}</p>
      <div>
        <Button icon="again" busy={probe.isPending} onClick={() => probe.mutate(null)}>
          {t('connection.probe')}
        </Button>
      </div>
      {probe.isError && <Failed error={probe.error} />}
      {probe.data?.ok === true && (
        <Callout tone="good" role="alert" title={t('connection.probe_ok')}>
          {probe.data.quotaLeft !== null && t('connection.quota_left', { n: probe.data.quotaLeft })}
        </Callout>
      )}
      {probe.data !== undefined && !probe.data.ok && (
        <Callout tone="stop" role="alert" title={t('connection.probe_failed')}>
          {whyText(translation, probe.data.why ?? 'unknown')}
        </Callout>
      )}
    </div>
  );
}

function Detail({
  connection,
  all,
}: {
  readonly connection: ConnectionDetail;
  readonly all: readonly ConnectionView[];
}) {
  const translation = useTranslation();
  const { t } = translation;
  const { person } = useSession();
  const navigate = useNavigate();
  const [act, setAct] = useState<Act | null>(null);
  const isOfficer = person.role === 'officer';
  const isAdded = connection.source === 'added';
  const close = () => setAct(null);
  return (
    <Page
      title={connectionName(translation, connection)}
      lead={
        <span className="flex flex-wrap items-center gap-2">
          <ConditionBadge condition={connection.condition} />
          {connection.reaches !== null && t(`connection.reaches.${connection.reaches}`)}
        </span>
      }
      action={isOfficer && isAdded ? <Acts connection={connection} onAct={setAct} /> : undefined}
    >
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)]">
        <div className="grid min-w-0 gap-5">
          <Trouble connection={connection} />
          <Section title={t('connection.state')}>
            <StateFacts connection={connection} all={all} />
          </Section>
          <Section title={t('sent.exact')} hint={t('sent.exact_hint')}>
            <SentMessages of={{ kind: 'connection', id: connection.id }} />
          </Section>
        </div>
        <div className="grid min-w-0 gap-5">
          {isOfficer && connection.condition !== 'unusable' && (
            <Section title={t('connection.try')}>
              <TestPanel connection={connection} />
              {connection.can.probe && <Probe id={connection.id} />}
            </Section>
          )}
          <Section title={t('connection.settings')} hint={isAdded ? undefined : t('connection.from_file_hint')}>
            {isAdded && <SettingsFacts connection={connection} />}
          </Section>
        </div>
      </div>
      {act === 'change' && <ChangeDialog connection={connection} all={all} onClose={close} />}
      {act === 'pause' && <PauseDialog connection={connection} onClose={close} />}
      {act === 'remove' && (
        <RemoveDialog
          connection={connection}
          all={all}
          onClose={close}
          onRemoved={() => void navigate({ to: '/connections' })}
        />
      )}
    </Page>
  );
}

export function ConnectionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/connections/$id' });
  const connection = useConnection(id);
  const list = useConnections();
  if (connection.data !== undefined) return <Detail connection={connection.data} all={list.data?.connections ?? []} />;
  return (
    <Page title={t('nav.connections')}>
      {connection.isError ? (
        <div className="grid gap-4">
          <Failed error={connection.error} retry={() => void connection.refetch()} />
          <Link to="/connections" className="text-sm text-accent underline underline-offset-2">
            {t('nav.connections')}
          </Link>
        </div>
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  );
}
