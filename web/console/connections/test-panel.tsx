/** Tries a connection out with one message, and says live what the vendor answered. */
import { useState } from 'react';
import type { ConnectionDetail, TestResult } from '../../../src/model/api/connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { kindName } from './names.ts';
import { useConnectionAct, useTest } from './use-connections.ts';
import { whyText } from './why.ts';

type Tried = Pick<ConnectionDetail, 'id' | 'kind' | 'reaches' | 'sandbox'>;

function Answer({ connection, result }: { readonly connection: Tried; readonly result: TestResult }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const vendor = kindName(translation, connection.kind);
  if (result.state === 'sent' && result.sentAt !== null)
    return (
      <Callout
        tone="good"
        role="alert"
        title={t(result.sandbox ? 'connection.test_sandbox' : 'connection.test_sent', { vendor })}
      >
        <p>
          {t('connection.test_figures', {
            time: format.dateTime(result.sentAt),
            bytes: format.bytes(result.bytes ?? 0),
          })}
        </p>
        {result.sandbox && (
          <div className="mt-3">
            <ButtonLink to="/sandbox" search={{}} icon="sandbox">
              {t('connection.test_look')}
            </ButtonLink>
          </div>
        )}
      </Callout>
    );
  if (result.state === 'dead')
    return (
      <Callout tone="stop" role="alert" title={t('connection.test_failed', { vendor })}>
        <p>{whyText(translation, result.why ?? 'unknown')}</p>
        {result.why !== null && <p className="text-soft">{t('connection.code', { code: result.why })}</p>}
      </Callout>
    );
  return (
    <Callout tone="calm" title={t(result.why === null ? 'connection.test_running' : 'connection.test_waits')}>
      {result.why !== null && <p>{whyText(translation, result.why)}</p>}
      {result.why !== null && result.nextAt !== null && (
        <p className="text-soft">{t('connection.test_next', { time: format.dateTime(result.nextAt) })}</p>
      )}
    </Callout>
  );
}

export function TestPanel({ connection }: { readonly connection: Tried }) {
  const { t, locale } = useTranslation();
  const [test, setTest] = useState<string | null>(null);
  const [to, setTo] = useState('');
  const needsWhom = connection.reaches === 'user' || connection.reaches === 'phone';
  const start = useConnectionAct<null, { test: string }>(
    (api) => api.connections.test(connection.id, { locale, to: needsWhom ? to.trim() : null }),
    (answer) => setTest(answer.test),
  );
  const result = useTest(connection.id, test);
  return (
    <div className="grid gap-4">
      <p className="text-sm text-soft">
        {t(
          connection.sandbox
            ? 'connection.test_text_sandbox'
            : connection.reaches === 'email'
              ? 'connection.test_text_mail'
              : 'connection.test_text',
        )}
      </p>
      {needsWhom && (
        <TextField
          label={t(connection.reaches === 'phone' ? 'connection.test_phone' : 'connection.test_user')}
          hint={t('connection.test_to_hint')}
          autoComplete="off"
          maxLength={128}
          value={to}
          onChange={setTo}
        />
      )}
      <div>
        <Button
          icon="out"
          kind="primary"
          busy={start.isPending}
          disabled={needsWhom && to.trim() === ''}
          onClick={() => start.mutate(null)}
        >
          {t('connection.test')}
        </Button>
      </div>
      {start.isError && <Failed error={start.error} />}
      {result.isError && <Failed error={result.error} />}
      {result.data !== undefined && <Answer connection={connection} result={result.data} />}
    </div>
  );
}
