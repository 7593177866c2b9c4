/** First start: organisation, legal entity, first officer; then the three shares of the records key, shown once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { SetupResponse } from '../../../src/model/api/staff.ts';
import { sessionQuery, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Gateway } from '../shell/shell.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { forgetFragment, tokenOf } from './fragment.ts';
import type { Held } from './gate.tsx';
import { RecordsKey } from './records-key.tsx';
import { type SetupDraft, SETUP_STEPS, SetupStep, setupRequestOf } from './setup-steps.tsx';

export function SetupPage({
  hold,
  onPassword,
}: {
  readonly hold: (held: Held) => void;
  readonly onPassword: (password: string) => void;
}) {
  const { t } = useTranslation();
  const [token, setToken] = useState(() => tokenOf(window.location.hash));
  const [answer, setAnswer] = useState<{ readonly setup: SetupResponse; readonly draft: SetupDraft } | null>(null);
  if (answer !== null) return <AfterSetup answer={answer} hold={hold} onPassword={onPassword} />;
  if (token === '') return <TokenForm onToken={setToken} />;
  return (
    <Wizard
      token={token}
      onDone={(setup, draft) => {
        // From here on the shares must stay on screen until somebody says that they are kept.
        hold('setup');
        forgetFragment('/');
        setAnswer({ setup, draft });
      }}
      title={t('setup.title')}
    />
  );
}

function TokenForm({ onToken }: { readonly onToken: (token: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The whole link may have been pasted.
    const token = tokenOf(text.slice(text.indexOf('#') + 1).trim());
    setWrong(token === '');
    if (token !== '') onToken(token);
  };
  return (
    <Gateway title={t('setup.title')} lead={t('setup.token_lead')}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label={t('setup.token')}
          hint={t('setup.token_hint')}
          error={wrong ? t('setup.token_wrong') : null}
          required
          autoComplete="off"
          value={text}
          onChange={setText}
        />
        <Button type="submit" kind="primary" wide>
          {t('common.continue')}
        </Button>
      </form>
    </Gateway>
  );
}

function Wizard({
  token,
  title,
  onDone,
}: {
  readonly token: string;
  readonly title: string;
  readonly onDone: (setup: SetupResponse, draft: SetupDraft) => void;
}) {
  const { t, locale } = useTranslation();
  const api = useApi();
  const [step, setStep] = useState(0);
  const [draft, setDraft] = useState<SetupDraft>({
    organisation: '',
    locale,
    entity: '',
    place: { jurisdiction: '', city: '' },
    name: '',
    email: '',
    password: '',
  });
  const setup = useMutation({
    mutationFn: () => api.system.setup(setupRequestOf(token, draft)),
    onSuccess: (answer) => onDone(answer, draft),
  });
  const current = SETUP_STEPS[step] ?? 'organisation';
  const last = step === SETUP_STEPS.length - 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (last) setup.mutate();
    else setStep(step + 1);
  };
  return (
    <Gateway title={title} lead={t('common.step', { step: step + 1, of: SETUP_STEPS.length })}>
      <form key={current} onSubmit={submit} className="grid gap-5">
        <SetupStep step={current} draft={draft} onChange={setDraft} />
        {setup.isError && <Failed error={setup.error} />}
        <div className="flex justify-between gap-3">
          {step > 0 ? (
            <Button kind="quiet" icon="back" onClick={() => setStep(step - 1)}>
              {t('common.back')}
            </Button>
          ) : (
            <span />
          )}
          <Button type="submit" kind="primary" busy={setup.isPending}>
            {last ? t('setup.create') : t('common.continue')}
          </Button>
        </div>
      </form>
    </Gateway>
  );
}

function AfterSetup({
  answer,
  hold,
  onPassword,
}: {
  readonly answer: { readonly setup: SetupResponse; readonly draft: SetupDraft };
  readonly hold: (held: Held) => void;
  readonly onPassword: (password: string) => void;
}) {
  const api = useApi();
  const queries = useQueryClient();
  const { email, password, organisation } = answer.draft;
  const goOn = useMutation({
    mutationFn: async () => {
      const session = await queries.fetchQuery({ ...sessionQuery(api), staleTime: 0 });
      if (session.stage === 'signed_out') await api.auth.signIn(email, password);
    },
    onSuccess: async () => {
      onPassword(password);
      await queries.invalidateQueries({ queryKey: ['session'] });
      hold(null);
    },
  });
  return (
    <RecordsKey
      organisation={organisation}
      recipient={answer.setup.recordsKey.recipient}
      shares={answer.setup.recordsKey.shares}
      busy={goOn.isPending}
      failure={goOn.isError ? <Failed error={goOn.error} /> : null}
      onKept={() => goOn.mutate()}
    />
  );
}
