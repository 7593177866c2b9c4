/**
 * Decides what to show by the stage of the session. Pages stay in memory, out of reach, while their reader signs in
 * again; when somebody else signs in they are thrown away.
 */
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { Session } from '../../../src/model/api/staff.ts';
import { type ReadySession, SessionProvider, sessionQuery, useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Banners } from '../shell/banners.tsx';
import { Gateway, Shell } from '../shell/shell.tsx';
import { AsideContext } from '../ui/dialog.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { InvitedPage } from './invited-page.tsx';
import { SecondFactorPage } from './second-factor-page.tsx';
import { SetupPage } from './setup-page.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** Pages that show a secret once keep themselves on screen, whatever the session says meanwhile. */
export type Held = 'setup' | 'second_factor' | null;

function isReady(session: { readonly stage: string; readonly person: unknown } | undefined): session is ReadySession {
  return session?.stage === 'ready' && session.person !== null;
}

function useLastReady(session: Parameters<typeof isReady>[0]): ReadySession | null {
  const [last, setLast] = useState<ReadySession | null>(null);
  const otherPerson = isReady(session) && last !== null && last.person.id !== session.person.id;
  if (isReady(session) && session !== last && !otherPerson) setLast(session);
  useEffect(() => {
    // Nothing that the first person loaded may meet the second: start from an empty memory.
    if (otherPerson) window.location.reload();
  }, [otherPerson]);
  if (otherPerson) return null;
  return isReady(session) ? session : last;
}

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const { data: session, error, refetch, isPending } = useQuery(sessionQuery(useApi()));
  const [held, setHeld] = useState<Held>(null);
  /** Typed a moment ago on the page before; spares typing it again to switch on the code app. */
  const [password, setPassword] = useState<string | null>(null);
  const ready = useLastReady(session);

  if (session === undefined) {
    return (
      <Gateway title={t('session.opening')}>
        {isPending ? <Loading lines={2} /> : <Failed error={error} retry={() => void refetch()} />}
      </Gateway>
    );
  }
  const before = !isReady(session) || held !== null;
  // Its purpose is served, or never will be.
  if (!before && password !== null) setPassword(null);
  return (
    <>
      {before && <Banners session={session} />}
      {before && (
        <BeforePage
          session={session}
          held={held}
          hold={setHeld}
          password={password}
          onPassword={setPassword}
          again={ready !== null}
        />
      )}
      {ready !== null && (
        <div key={ready.person.id} hidden={before} inert={before}>
          <AsideContext value={before}>
            <SessionProvider session={ready}>
              <Shell>{children}</Shell>
            </SessionProvider>
          </AsideContext>
        </div>
      )}
    </>
  );
}

/** The page of a stage before `ready`. A page that holds itself goes first. */
function BeforePage({
  session,
  held,
  hold,
  password,
  onPassword,
  again,
}: {
  readonly session: Session;
  readonly held: Held;
  readonly hold: (held: Held) => void;
  readonly password: string | null;
  readonly onPassword: (password: string) => void;
  readonly again: boolean;
}) {
  if (held === 'setup' || (held === null && session.stage === 'setup')) {
    return <SetupPage hold={hold} onPassword={onPassword} />;
  }
  if (held === 'second_factor' || session.stage === 'enrol') {
    return <SecondFactorPage hold={hold} password={password} person={session.person} />;
  }
  if (window.location.pathname === '/enrol') return <InvitedPage onPassword={onPassword} />;
  return <SignInPage again={again} onPassword={onPassword} />;
}
