/** One request to the robot: who asks for what, and what became of it. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { InboundRequest } from '../../../src/model/api/archive.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Facts } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useIncidentAct } from './use-incidents.ts';

const TONE: Readonly<Record<InboundRequest['state'], Tone>> = { open: 'wait', done: 'good', declined: 'stop' };

function About({ request }: { readonly request: InboundRequest }) {
  const { t } = useTranslation();
  const { transfer, kind } = request;
  if (transfer === null) return kind === 'files' ? t('request.any_files') : t('request.unknown_reference');
  return (
    <Link to="/transfers/$id" params={{ id: transfer.id }} className="text-accent hover:underline">
      {transfer.reference}
    </Link>
  );
}

function Acts({ request }: { readonly request: InboundRequest }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [declining, setDeclining] = useState(false);
  const close = useIncidentAct<'done' | 'declined'>(
    (api, state) => api.archive.closeRequest(request.id, { state }),
    () => {
      toast(t('request.closed_toast'));
      setDeclining(false);
    },
  );
  return (
    <div className="flex flex-wrap gap-3">
      <Button busy={close.isPending} onClick={() => close.mutate('done')}>
        {t('request.done')}
      </Button>
      <Button kind="quiet" onClick={() => setDeclining(true)}>
        {t('request.decline')}
      </Button>
      <ButtonLink kind="quiet" icon="new" to="/transfers/new">
        {t('request.send')}
      </ButtonLink>
      {close.isError && !declining && (
        <div className="w-full">
          <Failed error={close.error} />
        </div>
      )}
      {declining && (
        <FormDialog
          open
          title={t('request.decline_title')}
          onClose={() => setDeclining(false)}
          action={t('request.decline')}
          actionKind="danger"
          busy={close.isPending}
          onSubmit={() => close.mutate('declined')}
        >
          <p className="text-sm text-soft">{t('request.decline_text')}</p>
          {close.isError && <Failed error={close.error} />}
        </FormDialog>
      )}
    </div>
  );
}

export function RequestCard({ request }: { readonly request: InboundRequest }) {
  const { t, format } = useTranslation();
  const { person } = useSession();
  const { thread, sender, recipient, state, closedAt, closedBy } = request;
  return (
    <article className="grid gap-3 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card sm:p-5">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t(`request.kind.${request.kind}`)}</h2>
        <div className="flex flex-wrap items-center gap-3">
          <time dateTime={request.at} className="text-[0.8125rem] text-soft">
            {format.dateTime(request.at)}
          </time>
          <Badge tone={TONE[state]}>{t(`request.state.${state}`)}</Badge>
        </div>
      </header>
      <Facts
        rows={[
          [t('request.by'), sender === '' ? t('archive.sender_unknown') : sender],
          ...(recipient === null ? [] : [[t('request.recipient'), recipient] as const]),
          [t('request.about'), <About key="about" request={request} />],
          [
            t('incident.where'),
            <Link
              key="where"
              to="/archive"
              search={{ thread: thread.id, message: request.messageId }}
              className="text-accent hover:underline"
            >
              {thread.title === '' ? t('archive.person') : thread.title}
            </Link>,
          ],
        ]}
      />
      {closedAt !== null && (
        <p className="text-soft">{t('request.closed_by', { by: closedBy ?? '', time: format.dateTime(closedAt) })}</p>
      )}
      {state === 'open' && person.role === 'officer' && <Acts request={request} />}
    </article>
  );
}
