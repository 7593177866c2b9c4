/** How the proofs of the recipients stand: locks, wrong answers, who is signed in; and what the sender can do about it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IdentityState } from '../../../src/model/api/identity.ts';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { PassphraseDialog } from '../factors/passphrase-dialog.tsx';
import { type IdentityAct, IdentityDialogs } from './identity-dialogs.tsx';

/** Locks and sessions come and go by what recipients do. */
const REFRESH_MS = 10_000;

type Row = IdentityState['recipients'][number];

function States({ row }: { readonly row: Row }) {
  const { t, format } = useTranslation();
  const isQuiet = row.lockedAt === null && row.wrongTries === 0 && row.sessions === 0;
  return (
    <span className="flex flex-wrap gap-1.5">
      {row.lockedAt !== null && (
        <Badge tone="stop">{t('proving.locked', { when: format.dateTime(row.lockedAt) })}</Badge>
      )}
      {row.wrongTries > 0 && <Badge tone="wait">{t('proving.wrong', { n: row.wrongTries })}</Badge>}
      {row.sessions > 0 && <Badge tone="good">{t('proving.sessions', { n: row.sessions })}</Badge>}
      {isQuiet && <Badge tone="calm">{t('proving.quiet')}</Badge>}
    </span>
  );
}

export function Identity({ transfer }: { readonly transfer: TransferDetail }) {
  const { t } = useTranslation();
  const api = useApi();
  const [act, setAct] = useState<IdentityAct | null>(null);
  const [phrase, setPhrase] = useState<{ recipientId: string; name: string } | null>(null);
  const state = useQuery({
    queryKey: ['transfer', transfer.id, 'identity'],
    queryFn: ({ signal }) => api.identity.state(transfer.id, { signal }),
    refetchInterval: REFRESH_MS,
  });
  if (state.data === undefined)
    return state.isError ? <Failed error={state.error} retry={() => void state.refetch()} /> : <Loading lines={2} />;
  const { lockedAt, recipients } = state.data;
  return (
    <div className="grid gap-4">
      {lockedAt !== null && (
        <Callout tone="stop" title={t('proving.all_locked')}>
          <p>{t('proving.all_locked_text')}</p>
          <div className="mt-3">
            <Button onClick={() => setAct({ kind: 'unlock', recipientId: null, name: '' })}>
              {t('proving.unlock')}
            </Button>
          </div>
        </Callout>
      )}
      <ul className="divide-y divide-line rounded-xl border border-line">
        {transfer.recipients.map(({ id, name }) => {
          const row = recipients.find((one) => one.recipientId === id);
          if (row === undefined) return null;
          const of = { recipientId: id, name };
          return (
            <li key={id} className="grid gap-2.5 px-4 py-3 text-sm">
              <p className="flex flex-wrap items-center justify-between gap-2">
                <span className="font-medium">{name}</span>
                <States row={row} />
              </p>
              <div className="flex flex-wrap gap-2">
                {row.lockedAt === null && lockedAt === null && (
                  <Button onClick={() => setAct({ kind: 'speak', ...of })} aria-label={t('proving.speak_to', { name })}>
                    {t('proving.speak')}
                  </Button>
                )}
                {transfer.state === 'granted' && (
                  <Button onClick={() => setPhrase(of)} aria-label={t('factors.phrase_for', { name })}>
                    {t('factors.phrase')}
                  </Button>
                )}
                {row.lockedAt !== null && (
                  <Button
                    onClick={() => setAct({ kind: 'unlock', ...of })}
                    aria-label={t('proving.unlock_for', { name })}
                  >
                    {t('proving.unlock')}
                  </Button>
                )}
                {row.sessions > 0 && (
                  <Button onClick={() => setAct({ kind: 'end', ...of })} aria-label={t('proving.end_for', { name })}>
                    {t('proving.end')}
                  </Button>
                )}
              </div>
            </li>
          );
        })}
      </ul>
      {phrase !== null && <PassphraseDialog transferId={transfer.id} {...phrase} onClose={() => setPhrase(null)} />}
      {act !== null && <IdentityDialogs transferId={transfer.id} act={act} onClose={() => setAct(null)} />}
    </div>
  );
}
