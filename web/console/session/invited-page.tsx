/** The page behind an invitation: the person sets a password, then a second factor. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Gateway } from '../shell/shell.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Failed } from '../ui/states.tsx';
import { forgetFragment, tokenOf } from './fragment.ts';
import { NewPassword } from './new-password.tsx';

export function InvitedPage({ onPassword }: { readonly onPassword: (password: string) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [token] = useState(() => tokenOf(window.location.hash));
  const [password, setPassword] = useState('');
  const enrol = useMutation({
    mutationFn: () => api.system.enrol({ token, password }),
    onSuccess: async () => {
      onPassword(password);
      forgetFragment('/');
      await queries.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enrol.mutate();
  };
  if (token === '') {
    return (
      <Gateway title={t('invited.title')}>
        <Callout tone="stop" title={t('invited.no_token')}>
          {t('invited.no_token_hint')}
        </Callout>
      </Gateway>
    );
  }
  return (
    <Gateway title={t('invited.title')} lead={t('invited.lead')}>
      <form onSubmit={submit} className="grid gap-4">
        <NewPassword value={password} onChange={setPassword} />
        {enrol.isError && <Failed error={enrol.error} />}
        <Button type="submit" kind="primary" wide busy={enrol.isPending}>
          {t('invited.action')}
        </Button>
      </form>
    </Gateway>
  );
}
