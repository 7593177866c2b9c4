/** One place to sign in: how it stands, what has to be registered there, and what can be done with it. */
import type { ProviderProbe, ProviderView } from '../../../src/model/api/sign-in-providers.ts';
import { useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Failed } from '../ui/states.tsx';
import { whyOf } from './fields.ts';
import { useProviderAct } from './use-providers.ts';

function State({ provider }: { readonly provider: ProviderView }) {
  const { t } = useTranslation();
  if (!provider.usable) return <Badge tone="stop">{t('provider.unusable')}</Badge>;
  return provider.paused ? (
    <Badge tone="wait">{t('provider.paused')}</Badge>
  ) : (
    <Badge tone="good">{t('provider.in_use')}</Badge>
  );
}

function Acts({
  provider,
  onChange,
  onRemove,
}: {
  readonly provider: ProviderView;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const [told, setTold] = useState<ProviderProbe | null>(null);
  const test = useProviderAct((api) => api.factors.probeProvider(provider.id), setTold);
  const toggle = useProviderAct<unknown>(
    (api) => api.factors.actOnProvider(provider.id, provider.paused ? 'resume' : 'pause'),
    () => undefined,
  );
  const failed = test.error ?? toggle.error;
  return (
    <div className="grid gap-3">
      {told !== null && (
        <Callout tone={told.ok ? 'good' : 'stop'} role="alert">
          {told.ok ? t('provider.test_ok') : t('provider.test_failed', { why: t(`provider.why.${whyOf(told.why)}`) })}
        </Callout>
      )}
      {failed !== null && <Failed error={failed} />}
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => test.mutate()} busy={test.isPending}>
          {t('provider.test')}
        </Button>
        <Button onClick={onChange} aria-label={t('provider.change_of', { label: provider.label })}>
          {t('provider.change')}
        </Button>
        <Button onClick={() => toggle.mutate()} busy={toggle.isPending}>
          {t(provider.paused ? 'provider.resume' : 'provider.pause')}
        </Button>
        <Button onClick={onRemove} aria-label={t('provider.remove_of', { label: provider.label })}>
          {t('provider.remove')}
        </Button>
      </div>
    </div>
  );
}

export function ProviderCard({
  provider,
  mayChange,
  onChange,
  onRemove,
}: {
  readonly provider: ProviderView;
  readonly mayChange: boolean;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}) {
  const { t, format } = useTranslation();
  return (
    <li className="grid gap-4 rounded-2xl border border-line bg-surface p-5 text-sm shadow-card">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="text-base font-semibold break-words">{provider.label}</h2>
          <p className="text-soft">{t(`provider.kind.${provider.kind}`)}</p>
        </div>
        <State provider={provider} />
      </div>
      <dl className="grid gap-3">
        <div>
          <dt className="text-soft">{t('provider.callback')}</dt>
          <dd className="font-mono text-[0.8125rem] break-all">{provider.callback}</dd>
          <dd className="text-soft">{t('provider.callback_hint')}</dd>
        </div>
        <div>
          <dt className="text-soft">{t('provider.hosts')}</dt>
          <dd className="font-mono text-[0.8125rem] break-all">{provider.hosts.join(', ')}</dd>
        </div>
      </dl>
      <p className="text-soft">{t('provider.changed_at', { when: format.dateTime(provider.changedAt) })}</p>
      {mayChange && <Acts provider={provider} onChange={onChange} onRemove={onRemove} />}
    </li>
  );
}
