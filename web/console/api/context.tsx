/** Gives pages the client and the session. */
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { createContext, type ReactNode, use } from 'react';
import { type Session, sessionSchema } from '../../../src/model/api/staff.ts';
import { type AccessClient, accessClient } from './access.ts';
import { type ApprovalsClient, approvalsClient, type RecordsClient, recordsClient } from './approvals.ts';
import { type ArchiveClient, archiveClient } from './archive.ts';
import { type Auth, createAuth } from './auth.ts';
import { type Client, createClient } from './client.ts';
import { type AudiencesClient, audiencesClient, type DoorsClient, doorsClient } from './doors.ts';
import { type ConnectionsClient, connectionsClient } from './connections.ts';
import { type DeliveryClient, deliveryClient } from './delivery.ts';
import { createDownload } from './download.ts';
import { type DutiesClient, dutiesClient } from './duties.ts';
import { type FactorsClient, factorsClient } from './factors.ts';
import { type IdentityClient, identityClient } from './identity.ts';
import { type LevelsClient, levelsClient } from './levels.ts';
import { type PostureClient, postureClient } from './posture.ts';
import { type ProofClient, proofClient } from './proof.ts';
import { type PseudonymsClient, pseudonymsClient } from './pseudonyms.ts';
import { type RegisterClient, registerClient } from './register.ts';
import { createRequest, type RequestDeps } from './request.ts';
import { type SweepsClient, sweepsClient } from './sweeps.ts';
import { type TracingClient, tracingClient } from './tracing.ts';
import { type AccessesClient, accessesClient, type RequestsClient, requestsClient } from './requests.ts';

export type Api = Client & {
  readonly delivery: DeliveryClient;
  readonly duties: DutiesClient;
  readonly register: RegisterClient;
  readonly connections: ConnectionsClient;
  readonly proof: ProofClient;
  readonly posture: PostureClient;
  readonly tracing: TracingClient;
  readonly pseudonyms: PseudonymsClient;
  readonly sweeps: SweepsClient;
  readonly access: AccessClient;
  readonly levels: LevelsClient;
  readonly approvals: ApprovalsClient;
  readonly records: RecordsClient;
  readonly archive: ArchiveClient;
  readonly requests: RequestsClient;
  readonly accesses: AccessesClient;
  readonly factors: FactorsClient;
  readonly identity: IdentityClient;
  readonly audiences: AudiencesClient;
  readonly doors: DoorsClient;
  readonly auth: Auth;
  readonly csrf: () => string | null;
};

const ApiContext = createContext<Api | null>(null);
const SESSION_KEY = ['session'] as const;

/** Builds the client of this page; the CSRF value always comes from the newest session answer. */
export function createApi(queries: QueryClient, fetch: typeof globalThis.fetch): Api {
  const csrf = () => sessionSchema.safeParse(queries.getQueryData(SESSION_KEY)).data?.csrf ?? null;
  const signedOut = () => {
    void queries.invalidateQueries({ queryKey: SESSION_KEY });
  };
  const deps: RequestDeps = { fetch, csrf, language: () => document.documentElement.lang, signedOut };
  const request = createRequest(deps);
  const download = createDownload(deps);
  const duties = dutiesClient(request, download);
  const register = registerClient(request, download);
  return {
    ...createClient(request),
    delivery: deliveryClient(request, download),
    duties,
    register,
    proof: proofClient(request),
    posture: postureClient(request),
    tracing: tracingClient(request),
    pseudonyms: pseudonymsClient(request, download),
    sweeps: sweepsClient(request, download),
    access: accessClient(request, download),
    levels: levelsClient(request),
    approvals: approvalsClient(request),
    connections: connectionsClient(request),
    records: recordsClient(request),
    archive: archiveClient(request, download),
    requests: requestsClient(request),
    accesses: accessesClient(request, download),
    factors: factorsClient(request),
    identity: identityClient(request),
    audiences: audiencesClient(request),
    doors: doorsClient(request),
    auth: createAuth(request),
    csrf,
  };
}

export function ApiProvider({ api, children }: { readonly api: Api; readonly children: ReactNode }) {
  return <ApiContext value={api}>{children}</ApiContext>;
}

export function useApi(): Api {
  const api = use(ApiContext);
  if (api === null) throw new Error('useApi needs an ApiProvider');
  return api;
}

export const sessionQuery = (api: Api) =>
  queryOptions({
    queryKey: SESSION_KEY,
    queryFn: ({ signal }) => api.system.session({ signal }),
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });

type Person = NonNullable<Session['person']>;
export type ReadySession = Session & { readonly person: Person };

const SessionContext = createContext<ReadySession | null>(null);

/** The pages keep the session they were opened with, also while their reader signs in again. */
export function SessionProvider({
  session,
  children,
}: {
  readonly session: ReadySession;
  readonly children: ReactNode;
}) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session where there is one: parts that are shown before signing in as well. */
export function useSessionIfAny(): ReadySession | null {
  return use(SessionContext);
}

/** The session of a page behind the sign-in: somebody is there. */
export function useSession(): ReadySession {
  const session = use(SessionContext);
  if (session === null) throw new Error('useSession needs a signed-in page');
  return session;
}
