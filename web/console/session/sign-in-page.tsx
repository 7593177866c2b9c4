/** Signing in: e-mail and password, then the code; or a passkey, which is both at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useApi } from '../api/context.tsx';
import { passkeysAvailable } from '../api/auth.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Gateway } from '../shell/shell.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';

function PasswordForm({
  onSecondFactor,
  onPassword,
}: {
  readonly onSecondFactor: () => void;
  readonly onPassword: (password: string) => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => api.auth.signIn(email.trim(), password),
    onSuccess: async ({ secondFactor }) => {
      onPassword(password);
      if (secondFactor) onSecondFactor();
      else await queries.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label={t('signin.email')}
        type="email"
        name="email"
        autoComplete="username webauthn"
        required
        value={email}
        onChange={setEmail}
      />
      <TextField
        label={t('signin.password')}
        type="password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
      />
      {signIn.isError && <Failed error={signIn.error} />}
      <Button type="submit" kind="primary" wide busy={signIn.isPending}>
        {t('signin.continue')}
      </Button>
    </form>
  );
}

function PasskeyButton() {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => api.auth.signInWithPasskey(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  if (!passkeysAvailable()) return null;
  return (
    <div className="grid gap-4 border-t border-line pt-5">
      <Button wide icon="key" busy={signIn.isPending} onClick={() => signIn.mutate()}>
        {t('signin.passkey')}
      </Button>
      {signIn.isError && <Failed error={signIn.error} />}
    </div>
  );
}

/** The page has just asked for this one thing. */
const focus = (input: HTMLInputElement | null) => input?.focus();

function CodeForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [backup, setBackup] = useState(false);
  const [code, setCode] = useState('');
  const verify = useMutation({
    mutationFn: () => {
      const typed = code.replace(/\s/g, '');
      return backup ? api.auth.verifyBackupCode(typed) : api.auth.verifyTotp(typed);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  const swap = () => {
    setBackup(!backup);
    setCode('');
    verify.reset();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        key={backup ? 'backup' : 'code'}
        label={backup ? t('signin.backup_code') : t('signin.code')}
        hint={backup ? t('signin.backup_hint') : t('signin.code_hint')}
        autoComplete="one-time-code"
        inputMode={backup ? 'text' : 'numeric'}
        required
        ref={focus}
        value={code}
        onChange={setCode}
      />
      {verify.isError && <Failed error={verify.error} />}
      <Button type="submit" kind="primary" wide busy={verify.isPending}>
        {t('signin.verify')}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button kind="quiet" icon="back" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button kind="quiet" onClick={swap}>
          {backup ? t('signin.use_code') : t('signin.use_backup')}
        </Button>
      </div>
    </form>
  );
}

export function SignInPage({
  again,
  onPassword,
}: {
  readonly again: boolean;
  readonly onPassword: (password: string) => void;
}) {
  const { t } = useTranslation();
  const [step, setStep] = useState<'password' | 'code'>('password');
  const lead = step === 'code' ? t('signin.code_lead') : again ? t('signin.again_lead') : t('signin.lead');
  return (
    <Gateway title={step === 'code' ? t('signin.code_title') : t('signin.title')} lead={lead}>
      {step === 'password' ? (
        <>
          <PasswordForm onSecondFactor={() => setStep('code')} onPassword={onPassword} />
          <PasskeyButton />
        </>
      ) : (
        <CodeForm onBack={() => setStep('password')} />
      )}
    </Gateway>
  );
}
