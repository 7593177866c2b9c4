/** One incident: what was found where, what was done, and what can be done now. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Incident } from '../../../src/model/api/archive.ts';
import { useSession } from '../api/context.tsx';
import { FoundTags } from '../archive/found.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { Facts } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { useIncidentAct } from './use-incidents.ts';

function CloseDialog({ incident, onClose }: { readonly incident: Incident; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [note, setNote] = useState('');
  const close = useIncidentAct<string>(
    (api, text) => api.archive.closeIncident(incident.id, { note: text }),
    () => {
      toast(t('incident.closed_toast'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('incident.close_title')}
      onClose={onClose}
      action={t('incident.close')}
      busy={close.isPending}
      disabled={note.trim() === ''}
      onSubmit={() => close.mutate(note.trim())}
    >
      <p className="text-sm text-soft">{t('incident.close_text')}</p>
      <TextAreaField label={t('incident.note')} required maxLength={2000} value={note} onChange={setNote} />
      {close.isError && <Failed error={close.error} />}
    </FormDialog>
  );
}

/** Whether the group heard of it, or nothing left at all. */
function Told({ incident }: { readonly incident: Incident }) {
  const { t, format } = useTranslation();
  if (incident.kind === 'reported_abuse') return <p className="text-soft">{t('incident.reported')}</p>;
  if (incident.kind === 'stopped_at_egress') return <p className="text-soft">{t('incident.nothing_left')}</p>;
  return (
    <p className="text-soft">
      {incident.answeredAt === null
        ? t('incident.not_told')
        : t('incident.told', { time: format.dateTime(incident.answeredAt) })}
    </p>
  );
}

function Where({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation();
  const { thread, messageId } = incident;
  if (incident.transfer !== null)
    return (
      <Link to="/transfers/$id" params={{ id: incident.transfer.id }} className="font-mono text-accent hover:underline">
        {incident.transfer.reference}
      </Link>
    );
  if (thread === null) return incident.connection;
  return (
    <Link
      to="/archive"
      search={{ thread: thread.id, ...(messageId === null ? {} : { message: messageId }) }}
      className="text-accent hover:underline"
    >
      {thread.title === '' ? t('archive.person') : thread.title}
    </Link>
  );
}

export function IncidentCard({ incident }: { readonly incident: Incident }) {
  const { t, format } = useTranslation();
  const { person } = useSession();
  const [closing, setClosing] = useState(false);
  const { found, state, closedAt, closedBy, note } = incident;
  const isOpen = state === 'open';
  return (
    <article className="grid gap-3 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card sm:p-5">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t(`incident.kind.${incident.kind}`)}</h2>
        <div className="flex flex-wrap items-center gap-3">
          <time dateTime={incident.at} className="text-[0.8125rem] text-soft">
            {format.dateTime(incident.at)}
          </time>
          <Badge tone={isOpen ? 'wait' : 'good'}>{t(`incident.state.${state}`)}</Badge>
        </div>
      </header>
      <Facts
        rows={[
          [t('incident.where'), <Where key="where" incident={incident} />],
          [t('incident.level'), <LevelBadge key="level" level={incident.level} />],
          [
            t('incident.found'),
            <span key="found" className="flex flex-wrap gap-2">
              {Object.keys(found).length === 0 ? t('incident.found.none') : <FoundTags found={found} />}
            </span>,
          ],
        ]}
      />
      <Told incident={incident} />
      {!isOpen && closedAt !== null && (
        <p>
          {t('incident.closed_by', { by: closedBy ?? '', time: format.dateTime(closedAt) })}
          {note !== null && <span className="block break-words whitespace-pre-wrap text-soft">{note}</span>}
        </p>
      )}
      {isOpen && person.role === 'officer' && (
        <div className="flex flex-wrap gap-3">
          {incident.kind === 'reported_abuse' && (
            <ButtonLink kind="primary" to="/requests">
              {t('incident.to_request')}
            </ButtonLink>
          )}
          <Button onClick={() => setClosing(true)}>{t('incident.close')}</Button>
          <ButtonLink kind="quiet" icon="wait" to="/duties" search={{ start: 'incident' }}>
            {t('incident.clocks')}
          </ButtonLink>
        </div>
      )}
      {closing && <CloseDialog incident={incident} onClose={() => setClosing(false)} />}
    </article>
  );
}
