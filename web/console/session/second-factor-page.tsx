/** Signed in, but nothing works before there is a second factor: a passkey, or codes from an app. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../src/model/api/staff.ts';
import { passkeysAvailable } from '../api/auth.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Gateway } from '../shell/shell.tsx';
import { Button } from '../ui/button.tsx';
import { RadioField } from '../ui/choice.tsx';
import { Failed } from '../ui/states.tsx';
import type { Held } from './gate.tsx';
import { TotpEnrolmentForm } from './totp-enrolment.tsx';

type Method = 'passkey' | 'totp';

export function SecondFactorPage({
  hold,
  password,
  person,
}: {
  readonly hold: (held: Held) => void;
  readonly password: string | null;
  readonly person: Session['person'];
}) {
  const { t } = useTranslation();
  const [method, setMethod] = useState<Method>(passkeysAvailable() ? 'passkey' : 'totp');
  const [chosen, setChosen] = useState(!passkeysAvailable());
  if (chosen && method === 'totp') {
    return (
      <Gateway title={t('factor.title')} lead={t('factor.totp_lead')}>
        <TotpEnrolmentForm
          password={password}
          hold={hold}
          onBack={passkeysAvailable() ? () => setChosen(false) : undefined}
        />
      </Gateway>
    );
  }
  const owned = (person?.passkeys ?? 0) > 0;
  return (
    <Gateway title={t('factor.title')} lead={owned ? t('factor.owned_lead') : t('factor.lead')}>
      {!owned && (
        <RadioField<Method>
          label={t('factor.title')}
          value={method}
          choices={[
            { value: 'passkey', label: t('factor.passkey'), hint: t('factor.passkey_hint') },
            { value: 'totp', label: t('factor.totp'), hint: t('factor.totp_hint') },
          ]}
          onChange={setMethod}
        />
      )}
      {method === 'passkey' ? (
        <PasskeyAct owned={owned} />
      ) : (
        <Button kind="primary" wide onClick={() => setChosen(true)}>
          {t('common.continue')}
        </Button>
      )}
    </Gateway>
  );
}

function PasskeyAct({ owned }: { readonly owned: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: () => (owned ? api.auth.signInWithPasskey() : api.auth.registerPasskey('Entrepot')),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['session'] }),
  });
  return (
    <>
      {act.isError && <Failed error={act.error} />}
      <Button kind="primary" icon="key" wide busy={act.isPending} onClick={() => act.mutate()}>
        {owned ? t('factor.passkey_use') : t('factor.passkey_create')}
      </Button>
    </>
  );
}
