/** Setting up codes from an app: password, QR code, first code, then the backup codes once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { TotpEnrolment } from '../api/auth.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { TextField } from '../ui/field.tsx';
import { QrCode } from '../ui/qr.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import type { Held } from './gate.tsx';
import { groupedSecretOf } from './totp-uri.ts';

export function TotpEnrolmentForm({
  password,
  hold,
  onBack,
}: {
  readonly password: string | null;
  readonly hold: (held: Held) => void;
  readonly onBack: (() => void) | undefined;
}) {
  const api = useApi();
  const [verified, setVerified] = useState(false);
  const enable = useMutation({ mutationFn: (typed: string) => api.auth.enableTotp(typed) });
  const { mutate } = enable;
  useEffect(() => {
    if (password !== null) mutate(password);
  }, [password, mutate]);

  if (enable.data === undefined) {
    if (enable.isPending) return <Loading lines={3} />;
    return (
      <>
        {enable.isError && <Failed error={enable.error} />}
        <PasswordAgain onPassword={mutate} onBack={onBack} />
      </>
    );
  }
  if (verified) return <BackupCodes codes={enable.data.backupCodes} hold={hold} />;
  return (
    <FirstCode
      enrolment={enable.data}
      onBack={onBack}
      onVerified={() => {
        // The session may turn `ready` at any moment now; the backup codes have to be seen first.
        hold('second_factor');
        setVerified(true);
      }}
    />
  );
}

function PasswordAgain({
  onPassword,
  onBack,
}: {
  readonly onPassword: (password: string) => void;
  readonly onBack: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onPassword(typed);
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label={t('signin.password')}
        hint={t('factor.password_hint')}
        type="password"
        autoComplete="current-password"
        required
        value={typed}
        onChange={setTyped}
      />
      <Button type="submit" kind="primary" wide>
        {t('common.continue')}
      </Button>
      {onBack !== undefined && (
        <Button kind="quiet" icon="back" onClick={onBack}>
          {t('common.back')}
        </Button>
      )}
    </form>
  );
}

function FirstCode({
  enrolment,
  onVerified,
  onBack,
}: {
  readonly enrolment: TotpEnrolment;
  readonly onVerified: () => void;
  readonly onBack: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const [code, setCode] = useState('');
  const verify = useMutation({ mutationFn: () => api.auth.verifyTotp(code.replace(/\s/g, '')), onSuccess: onVerified });
  const secret = groupedSecretOf(enrolment.totpURI);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    verify.mutate();
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <div className="grid justify-items-center gap-3">
        <QrCode text={enrolment.totpURI} label={t('factor.qr')} />
        <p className="text-center text-sm text-soft">{t('factor.secret')}</p>
        <p className="text-center font-mono text-sm break-all select-all">{secret}</p>
        <CopyButton text={secret.replace(/ /g, '')} />
      </div>
      <TextField
        label={t('signin.code')}
        hint={t('factor.code_hint')}
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        value={code}
        onChange={setCode}
      />
      {verify.isError && <Failed error={verify.error} />}
      <Button type="submit" kind="primary" wide busy={verify.isPending}>
        {t('factor.switch_on')}
      </Button>
      {onBack !== undefined && (
        <Button kind="quiet" icon="back" onClick={onBack}>
          {t('common.back')}
        </Button>
      )}
    </form>
  );
}

function BackupCodes({ codes, hold }: { readonly codes: readonly string[]; readonly hold: (held: Held) => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [kept, setKept] = useState(false);
  const goOn = async () => {
    await queries.invalidateQueries({ queryKey: ['session'] });
    hold(null);
  };
  return (
    <div className="grid gap-5">
      <p className="text-sm">{t('factor.backup_lead')}</p>
      <ul className="grid grid-cols-2 gap-2 rounded-xl border border-line bg-sunken p-4 font-mono text-sm">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div data-print="hide" className="flex flex-wrap gap-3">
        <CopyButton text={codes.join('\n')} />
        <Button icon="print" onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </div>
      <CheckField label={t('factor.backup_kept')} checked={kept} onChange={setKept} />
      <Button kind="primary" wide disabled={!kept} onClick={() => void goOn()}>
        {t('factor.finish')}
      </Button>
    </div>
  );
}
