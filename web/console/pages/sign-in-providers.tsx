/** Places where recipients can sign in to say who they are. */
import { useState } from 'react';
import type { ProviderView } from '../../../src/model/api/sign-in-providers.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { ProviderCard } from '../sign-in/provider-card.tsx';
import { ProviderDialog, RemoveDialog } from '../sign-in/provider-dialog.tsx';
import { useProviders } from '../sign-in/use-providers.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

type Open = { readonly kind: 'add' } | { readonly kind: 'change' | 'remove'; readonly provider: ProviderView };

function Dialogs({ open, onClose }: { readonly open: Open; readonly onClose: () => void }) {
  if (open.kind === 'remove') return <RemoveDialog provider={open.provider} onClose={onClose} />;
  return <ProviderDialog provider={open.kind === 'add' ? null : open.provider} onClose={onClose} />;
}

export function SignInProvidersPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const list = useProviders();
  const all = list.data?.providers ?? [];
  const mayChange = person.role === 'officer';
  const close = () => setOpen(null);
  const add = mayChange ? (
    <Button kind="primary" icon="new" onClick={() => setOpen({ kind: 'add' })}>
      {t('provider.add')}
    </Button>
  ) : undefined;
  return (
    <Page title={t('nav.sign_in')} lead={t('provider.lead')} action={all.length > 0 ? add : undefined}>
      {list.isPending && <Loading lines={4} />}
      {list.isError && all.length === 0 && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && all.length === 0 && (
        <Empty title={t('provider.empty')} action={add}>
          {t(mayChange ? 'provider.empty_hint' : 'provider.empty_reader')}
        </Empty>
      )}
      {all.length > 0 && (
        <ul className="grid gap-4 lg:grid-cols-2">
          {all.map((provider) => (
            <ProviderCard
              key={provider.id}
              provider={provider}
              mayChange={mayChange}
              onChange={() => setOpen({ kind: 'change', provider })}
              onRemove={() => setOpen({ kind: 'remove', provider })}
            />
          ))}
        </ul>
      )}
      {open !== null && <Dialogs open={open} onClose={close} />}
    </Page>
  );
}
