/** A passphrase that the sender tells one recipient by telephone. It is worked on here and never sent. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

type PassphraseDialogProps = {
  readonly transferId: string;
  readonly recipientId: string;
  readonly name: string;
  readonly onClose: () => void;
};

export function PassphraseDialog({ transferId, recipientId, name, onClose }: PassphraseDialogProps) {
  const { t } = useTranslation();
  const api = useApi();
  const toast = useToast();
  const [phrase, setPhrase] = useState('');
  const [weak, setWeak] = useState(false);
  const set = useMutation({
    mutationFn: async () => {
      // The arithmetic of curves is large and seldom needed.
      const { isStrongPassphrase, registerPassphrase } = await import('./register-passphrase.ts');
      if (!isStrongPassphrase(phrase)) return false;
      const record = await registerPassphrase(phrase, (request) =>
        api.factors.startPassphrase(transferId, { recipientId, request }),
      );
      if (record === undefined) throw new Error('the answer is not of the expected form');
      await api.factors.setPassphrase(transferId, { recipientId, record });
      return true;
    },
    onSuccess: (done) => {
      setWeak(!done);
      if (!done) return;
      toast(t('factors.phrase_done', { name }));
      onClose();
    },
  });
  return (
    <FormDialog
      open
      title={t('factors.phrase_for', { name })}
      onClose={onClose}
      action={t('factors.phrase_action')}
      busy={set.isPending}
      disabled={phrase.trim() === ''}
      onSubmit={() => set.mutate()}
    >
      <ul className="grid list-disc gap-2 pl-5 text-sm">
        <li>{t('factors.phrase_call', { name })}</li>
        <li>{t('factors.phrase_only')}</li>
        <li>{t('factors.phrase_never')}</li>
      </ul>
      <TextField
        label={t('factors.phrase_label')}
        hint={t('factors.phrase_hint')}
        error={weak ? t('factors.phrase_weak') : null}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        required
        value={phrase}
        onChange={(typed) => {
          setPhrase(typed);
          setWeak(false);
        }}
      />
      <p className="text-sm text-soft">{t('proving.recorded')}</p>
      {set.isError && <Failed error={set.error} />}
    </FormDialog>
  );
}
