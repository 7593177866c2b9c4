/** One request of a recipient: who asks for what, what was written, and what can be answered. */
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { AccessRequest } from '../../../src/model/api/access-requests.ts';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import { LookDialog } from '../accesses/look-dialog.tsx';
import { useSession } from '../api/context.tsx';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Facts } from '../ui/page.tsx';
import { DeclineDialog, GrantDialog, NoteDialog } from './answer-dialogs.tsx';
import { TakeDownDialog } from './take-down-dialog.tsx';
import { useReadWords, useRequestAct } from './use-requests.ts';

const TONE: Readonly<Record<AccessRequest['state'], Tone>> = {
  open: 'wait',
  granted: 'good',
  declined: 'stop',
  noted: 'calm',
  withdrawn: 'calm',
};

type Act = 'granted' | 'declined' | 'noted' | 'takedown';

/** Shows what was written to somebody who is not the sender, for a purpose. */
function ReadButton({ request }: { readonly request: AccessRequest }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const read = useRequestAct<LookReason, AccessRequest>(
    (api, why) => api.requests.read(request.id, why),
    ({ words }) => {
      queries.setQueryData(['access-request-words', request.id], words);
      setAsking(false);
    },
  );
  return (
    <>
      <p className="text-soft">{t('ask.covered')}</p>
      <div>
        <Button onClick={() => setAsking(true)}>{t('ask.read')}</Button>
      </div>
      {asking && (
        <LookDialog
          title={t('ask.read')}
          busy={read.isPending}
          error={read.error}
          onLook={(why) => read.mutate(why)}
          onClose={() => setAsking(false)}
        >
          {t('look.text')}
        </LookDialog>
      )}
    </>
  );
}

function Acts({ request }: { readonly request: AccessRequest }) {
  const { t } = useTranslation();
  const { person } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => setAct(null);
  const { answers, transfer } = request;
  const isOver = isOverFor(request);
  const mayEnd = request.kind === 'abuse' && person.role === 'officer' && request.state === 'open';
  if (answers.length === 0 && !mayEnd) return null;
  return (
    <>
      {isOver && <p className="text-soft">{t('ask.over')}</p>}
      <div className="flex flex-wrap gap-3">
        {mayEnd && (
          <Button kind="danger" onClick={() => setAct('takedown')}>
            {t('takedown.action')}
          </Button>
        )}
        {answers.includes('granted') && !isOver && (
          <Button kind="primary" onClick={() => setAct('granted')}>
            {t('ask.grant')}
          </Button>
        )}
        {answers.includes('noted') && <Button onClick={() => setAct('noted')}>{t('ask.note')}</Button>}
        {answers.includes('declined') && <Button onClick={() => setAct('declined')}>{t('ask.decline')}</Button>}
      </div>
      {act === 'takedown' && <TakeDownDialog transferId={transfer.id} onClose={close} />}
      <AnswerDialog act={act} request={request} onClose={close} />
    </>
  );
}

/** Nothing can be given any more. */
function isOverFor({ answers, possible }: AccessRequest): boolean {
  return answers.includes('granted') && possible.until === null && possible.opens === null;
}

function AnswerDialog({ act, ...dialog }: { readonly act: Act | null } & Parameters<typeof GrantDialog>[0]) {
  if (act === 'granted') return <GrantDialog {...dialog} />;
  if (act === 'declined') return <DeclineDialog {...dialog} />;
  return act === 'noted' ? <NoteDialog {...dialog} /> : null;
}

function useFacts(request: AccessRequest, words: AccessRequest['words'], isOnTransfer: boolean) {
  const translation = useTranslation();
  const { t } = translation;
  const { transfer, object } = request;
  const name = words?.object ?? '';
  const about =
    object === null
      ? t('ask.whole')
      : object.kind === 'message'
        ? t('detail.message')
        : name === ''
          ? t('ask.a_file')
          : name;
  const rows: (readonly [string, ReactNode])[] = [];
  if (!isOnTransfer)
    rows.push([
      t('ask.transfer'),
      <Link
        key="transfer"
        to="/transfers/$id"
        params={{ id: transfer.id }}
        className="font-mono text-accent hover:underline"
      >
        {transfer.reference}
      </Link>,
    ]);
  if (!request.proved) rows.push([t('ask.from'), t('ask.unproved')]);
  else if (words !== null && words.recipient !== null) rows.push([t('ask.from'), words.recipient]);
  rows.push([t('ask.about'), about], [t('ask.place'), placeName(translation, request.place)]);
  return rows;
}

export function AccessRequestCard({
  request,
  isOnTransfer = false,
}: {
  readonly request: AccessRequest;
  readonly isOnTransfer?: boolean;
}) {
  const { t, format } = useTranslation();
  const words = useReadWords(request);
  const rows = useFacts(request, words, isOnTransfer);
  const { state, kind, proved, answeredAt, answeredBy } = request;
  return (
    <article className="grid gap-3 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card sm:p-5">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t(`ask.kind.${kind === 'access' && !proved ? 'cannot_get_in' : kind}`)}</h2>
        <div className="flex flex-wrap items-center gap-3">
          <time dateTime={request.at} className="text-[0.8125rem] text-soft">
            {format.dateTime(request.at)}
          </time>
          <Badge tone={TONE[state]}>{t(`ask.state.${state}`)}</Badge>
        </div>
      </header>
      <Facts rows={rows} />
      {words === null ? (
        <ReadButton request={request} />
      ) : (
        <p className="break-words whitespace-pre-wrap">
          <span className="block text-[0.8125rem] text-soft">{t('ask.words')}</span>
          {words.reason === '' ? t('ask.no_words') : words.reason}
        </p>
      )}
      {kind === 'declined' && <p className="text-soft">{t('ask.declined_hint')}</p>}
      {!proved && kind === 'access' && state === 'open' && <p className="text-soft">{t('ask.unproved_hint')}</p>}
      {answeredAt !== null && answeredBy !== null && (
        <p className="break-words whitespace-pre-wrap">
          <span className="block text-[0.8125rem] text-soft">
            {t('ask.answer_said')}: {t('ask.answered_by', { by: answeredBy, time: format.dateTime(answeredAt) })}
          </span>
          {words?.answer ?? ''}
        </p>
      )}
      <Acts request={request} />
    </article>
  );
}
