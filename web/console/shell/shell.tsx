/** Frame of every page behind the sign-in: navigation at the left, or in a drawer on a phone. */
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { Banners } from './banners.tsx';
import { Brand } from './brand.tsx';
import { Nav } from './nav.tsx';
import { Preferences } from './preferences.tsx';

function Account() {
  const { t } = useTranslation();
  const api = useApi();
  const { person } = useSession();
  const signOut = useMutation({
    mutationFn: () => api.auth.signOut(),
    // A fresh page: nothing that this person saw stays in memory.
    onSuccess: () => window.location.assign('/'),
  });
  return (
    <div className="grid grid-cols-1 gap-2 border-t border-line pt-3">
      <Preferences />
      <div className="flex items-center justify-between gap-2 pl-3">
        <div className="min-w-0 text-sm leading-tight">
          <p className="truncate font-medium">{person.name}</p>
          <p className="text-[0.8125rem] text-soft">{t(`role.${person.role}`)}</p>
        </div>
        <IconButton
          icon="out"
          label={t('nav.sign_out')}
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        />
      </div>
      {signOut.isError && <Failed error={signOut.error} />}
    </div>
  );
}

export function Shell({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const [drawer, setDrawer] = useState(false);
  const organisation = session.organisation?.name ?? null;
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-raised focus:p-3"
      >
        {t('nav.skip')}
      </a>
      <div className="flex flex-1 flex-col lg:flex-row">
        <header
          data-print="hide"
          className="sticky top-0 z-20 flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-1.5 lg:hidden"
        >
          <Brand organisation={organisation} />
          <span className="flex-1" />
          {session.sandbox && <Tag>{t('nav.sandbox')}</Tag>}
          <IconButton icon="menu" label={t('nav.open')} onClick={() => setDrawer(true)} />
        </header>
        <header
          data-print="hide"
          className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col justify-between border-r border-line bg-surface p-3 lg:flex"
        >
          <div className="px-2 pt-2 pb-4">
            <Brand organisation={organisation} />
          </div>
          {/* On a low screen the menu scrolls; who is signed in stays in sight. */}
          <div className="min-h-0 flex-1 overflow-y-auto pb-3">
            <Nav />
          </div>
          <Account />
        </header>
        <Dialog drawer title={t('nav.label')} open={drawer} onClose={() => setDrawer(false)}>
          <div className="grid gap-6">
            <Nav onNavigate={() => setDrawer(false)} />
            <Account />
          </div>
        </Dialog>
        <div className="min-w-0 flex-1">
          <div className="z-10 lg:sticky lg:top-0">
            <Banners session={session} />
          </div>
          <main id="main" tabIndex={-1} className="outline-none">
            {children}
          </main>
        </div>
      </div>
    </div>
  );
}

/** Frame of the pages before the sign-in: a card in the middle, preferences below. */
export function Gateway({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-lg content-center gap-6 px-4 py-10">
      <div data-print="hide">
        <Brand organisation={null} />
      </div>
      <div className="grid gap-6 rounded-2xl border border-line bg-surface p-5 shadow-card sm:p-8">
        <header className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {lead !== undefined && <div className="text-sm text-soft">{lead}</div>}
        </header>
        {children}
      </div>
      <div data-print="hide">
        <Preferences />
      </div>
    </main>
  );
}
