/** A code to read out, shown once with the time that is left; lifting a lock; ending sessions. Each says what it does before it does it. */
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SpokenCode } from '../../../src/model/api/identity.ts';
import { type Api, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog, FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useTransferAct } from './use-transfer.ts';

export type IdentityAct =
  | { readonly kind: 'speak' | 'end'; readonly recipientId: string; readonly name: string }
  | { readonly kind: 'unlock'; readonly recipientId: string | null; readonly name: string };

type DialogProps<A> = { readonly transferId: string; readonly act: A; readonly onClose: () => void };

export function IdentityDialogs({ transferId, act, onClose }: DialogProps<IdentityAct>) {
  if (act.kind === 'speak') return <SpeakDialog transferId={transferId} act={act} onClose={onClose} />;
  return <ConfirmDialog transferId={transferId} act={act} onClose={onClose} />;
}

function ConfirmDialog({ transferId, act, onClose }: DialogProps<IdentityAct>) {
  const { t } = useTranslation();
  const toast = useToast();
  const { kind, recipientId, name } = act;
  const isUnlock = kind === 'unlock';
  const run = (api: Api): Promise<unknown> =>
    isUnlock ? api.identity.unlock(transferId, recipientId) : api.identity.endSessions(transferId, recipientId ?? '');
  const confirm = useTransferAct<null>(transferId, run, () => {
    toast(t(isUnlock ? 'proving.unlocked' : 'proving.ended'));
    onClose();
  });
  const title = isUnlock ? (recipientId === null ? 'proving.unlock' : 'proving.unlock_for') : 'proving.end_for';
  return (
    <FormDialog
      open
      title={t(title, { name })}
      onClose={onClose}
      action={t(isUnlock ? 'proving.unlock' : 'proving.end')}
      busy={confirm.isPending}
      onSubmit={() => confirm.mutate(null)}
    >
      <p className="text-sm">{t(isUnlock ? 'proving.unlock_text' : 'proving.end_text')}</p>
      <p className="text-sm text-soft">{t('proving.recorded')}</p>
      {confirm.isError && <Failed error={confirm.error} />}
    </FormDialog>
  );
}

function SpeakDialog({ transferId, act, onClose }: DialogProps<IdentityAct>) {
  const { t } = useTranslation();
  const api = useApi();
  const speak = useMutation({ mutationFn: () => api.identity.speak(transferId, act.recipientId ?? '') });
  const { name } = act;
  if (speak.data !== undefined) return <ShownCode code={speak.data} name={name} onClose={onClose} />;
  return (
    <FormDialog
      open
      title={t('proving.speak_to', { name })}
      onClose={onClose}
      action={t('proving.speak_show')}
      busy={speak.isPending}
      onSubmit={() => speak.mutate()}
    >
      <ul className="grid list-disc gap-2 pl-5 text-sm">
        <li>{t('proving.speak_call')}</li>
        <li>{t('proving.speak_once')}</li>
        <li>{t('proving.speak_never')}</li>
      </ul>
      <p className="text-sm text-soft">{t('proving.recorded')}</p>
      {speak.isError && <Failed error={speak.error} />}
    </FormDialog>
  );
}

/** Closing forgets it: the server keeps a hash. */
function ShownCode({
  code,
  name,
  onClose,
}: {
  readonly code: SpokenCode;
  readonly name: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const left = useSecondsLeft(code.expiresAt);
  const minutes = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
  return (
    <Dialog open title={t('proving.speak_to', { name })} onClose={onClose}>
      <div className="grid gap-4">
        {left > 0 ? (
          <>
            <p className="text-sm">{t('proving.speak_read', { name })}</p>
            <p
              data-spoken-code
              className="rounded-xl border border-line bg-sunken py-4 text-center font-mono text-3xl font-semibold tracking-[0.2em]"
            >
              {code.code.slice(0, 3)} {code.code.slice(3)}
            </p>
            <p className="text-sm text-soft">{t('proving.speak_left', { time: minutes })}</p>
            <Callout tone="wait">{t('proving.speak_once')}</Callout>
          </>
        ) : (
          <Callout tone="wait" role="alert">
            {t('proving.speak_over')}
          </Callout>
        )}
        <div>
          <Button kind="primary" onClick={onClose}>
            {t('proving.speak_done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

/** Whole seconds until then, never less than none. */
function useSecondsLeft(until: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1000);
    return () => clearInterval(timer);
  });
  return seconds;
}
