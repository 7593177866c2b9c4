/** What a program needs to send, shown once: closing the dialog forgets it. */
import type { DoorCredentials, DoorDetail } from '../../../src/model/api/doors.ts';
import { type MessageId, useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { BLANK, commandFor, type HowToCall } from './command.ts';

type Row = readonly [label: MessageId, value: string];

function rowsOf(credentials: DoorCredentials): readonly Row[] {
  if (credentials.kind === 'robot')
    return [
      ['door.url', credentials.url],
      ['door.token', credentials.token],
      ['door.secret', credentials.secret],
    ];
  return [
    ['door.base_url', credentials.url],
    ['door.app_key', credentials.appKey],
    ['door.app_secret', credentials.appSecret],
    ['door.robot_code', credentials.robotCode],
    ['door.agent_id', String(credentials.agentId)],
  ];
}

/** What is still known of a program's credentials; words stand for what was shown once. */
export function blankOf({ gatewayUrl, appKey, settings }: DoorDetail): DoorCredentials {
  const { app } = settings;
  if (app === null || appKey === null) {
    const { token, secret } = BLANK;
    return { kind: 'robot', url: `${gatewayUrl}/robot/send?access_token=${token}`, token, secret };
  }
  const { robotCode, agentId } = app;
  return { kind: 'app', url: gatewayUrl, appKey, appSecret: BLANK.appSecret, robotCode, agentId };
}

function Secret({ label, value }: { readonly label: string; readonly value: string }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-1.5">
      <dt className="text-sm font-medium">{label}</dt>
      <dd className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 flex-1 basis-64 rounded-lg border border-line bg-sunken px-3 py-2 font-mono text-[0.8125rem] break-all">
          {value}
        </code>
        <CopyButton text={value} label={t('door.copy', { what: label })} />
      </dd>
    </div>
  );
}

/** Lines of a shell to try the program out. */
export function Command({ lines }: { readonly lines: string }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-2">
      <pre className="rounded-lg border border-line bg-sunken p-3 font-mono text-[0.8125rem] leading-relaxed break-all whitespace-pre-wrap">
        {lines}
      </pre>
      <div>
        <CopyButton text={lines} label={t('door.copy_command')} />
      </div>
    </div>
  );
}

export function CredentialsDialog({
  credentials,
  how,
  onClose,
}: {
  readonly credentials: DoorCredentials;
  readonly how: Omit<HowToCall, 'text'>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog open wide title={t('door.credentials')} onClose={onClose}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Callout tone="wait" title={t('door.once')}>
          {t('door.once_hint')}
        </Callout>
        <dl className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {rowsOf(credentials).map(([label, value]) => (
            <Secret key={label} label={t(label)} value={value} />
          ))}
        </dl>
        <section aria-label={t('door.try_shell')} className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <h3 className="text-sm font-semibold">{t('door.try_shell')}</h3>
          <p className="text-sm text-soft">{t(`door.how.${credentials.kind}`)}</p>
          <Command lines={commandFor(credentials, { ...how, text: t('door.test_text') })} />
        </section>
        <div className="flex justify-end">
          <Button kind="primary" onClick={onClose}>
            {t('door.stored')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
