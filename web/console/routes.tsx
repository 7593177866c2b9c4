/** Every address of the console. Pages are files of their own; the list and the shell come with the entry. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { DUTY_STATES } from '../../src/model/api/duties.ts';
import { transferStateSchema } from '../../src/model/api/transfers.ts';
import type { ProofSearch } from '../../src/model/api/proof.ts';
import type { RegisterSearch } from '../../src/model/api/register.ts';
import { type Api, sessionQuery } from './api/context.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { SignedInAlready } from './pages/signed-in-already.tsx';
import { TransfersPage } from './pages/transfers.tsx';
import { proofSearchOf } from './proof/search.ts';
import { registerSearchOf } from './register/search.ts';
import { SessionGate } from './session/gate.tsx';
import { Failed, Loading } from './ui/states.tsx';

type RouterContext = { readonly api: Api; readonly queries: QueryClient };

const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: () => (
    <SessionGate>
      <Outlet />
    </SessionGate>
  ),
  notFoundComponent: NotFoundPage,
});
const parent = () => rootRoute;

const home = createRoute({
  getParentRoute: parent,
  path: '/',
  // Whoever answers for the transfers starts with the overview, others with their own.
  beforeLoad: async ({ context }) => {
    const session = await context.queries.ensureQueryData(sessionQuery(context.api));
    const to = session.person?.role === 'sender' ? '/transfers' : '/overview';
    return redirect({ to, replace: true, throw: true });
  },
});

const setup = createRoute({ getParentRoute: parent, path: '/setup', component: SignedInAlready });
const enrol = createRoute({ getParentRoute: parent, path: '/enrol', component: SignedInAlready });

const transfersSearch = z.object({ state: transferStateSchema.optional().catch(undefined) });
export const transfersRoute = createRoute({
  getParentRoute: parent,
  path: '/transfers',
  validateSearch: (search) => transfersSearch.parse(search),
  component: TransfersPage,
});

export const newTransferRoute = createRoute({
  getParentRoute: parent,
  path: '/transfers/new',
  // A pseudonymised list of the reader's own.
  validateSearch: (search) => z.object({ upload: z.uuid().optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/new-transfer.tsx'), 'NewTransferPage'),
});

export const transferRoute = createRoute({
  getParentRoute: parent,
  path: '/transfers/$id',
  component: lazyRouteComponent(() => import('./pages/transfer.tsx'), 'TransferPage'),
});

const deliveries = createRoute({
  getParentRoute: parent,
  path: '/deliveries',
  component: lazyRouteComponent(() => import('./pages/deliveries.tsx'), 'DeliveriesPage'),
});

const duties = createRoute({
  getParentRoute: parent,
  path: '/duties',
  validateSearch: (search) =>
    z
      .object({
        state: z
          .enum([...DUTY_STATES, 'all'])
          .optional()
          .catch(undefined),
        place: z.string().max(10).optional().catch(undefined),
        entity: z.uuid().optional().catch(undefined),
        /** The dialog that starts clocks, opened from an incident. */
        start: z.literal('incident').optional().catch(undefined),
      })
      .parse(search),
  component: lazyRouteComponent(() => import('./pages/duties.tsx'), 'DutiesPage'),
});
const duty = createRoute({
  getParentRoute: parent,
  path: '/duties/$id',
  component: lazyRouteComponent(() => import('./pages/duty.tsx'), 'DutyPage'),
});

const recipients = createRoute({
  getParentRoute: parent,
  path: '/recipients',
  component: lazyRouteComponent(() => import('./pages/recipients.tsx'), 'RecipientsPage'),
});
const staff = createRoute({
  getParentRoute: parent,
  path: '/staff',
  component: lazyRouteComponent(() => import('./pages/staff.tsx'), 'StaffPage'),
});
const sandbox = createRoute({
  getParentRoute: parent,
  path: '/sandbox',
  validateSearch: (search) => z.object({ message: z.uuid().optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/sandbox.tsx'), 'SandboxPage'),
});
const log = createRoute({
  getParentRoute: parent,
  path: '/log',
  validateSearch: (search) => z.object({ index: z.number().int().min(0).optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/log.tsx'), 'LogPage'),
});
const whatIf = createRoute({
  getParentRoute: parent,
  path: '/what-if',
  component: lazyRouteComponent(() => import('./pages/what-if.tsx'), 'WhatIfPage'),
});
const matrix = createRoute({
  getParentRoute: parent,
  path: '/matrix',
  component: lazyRouteComponent(() => import('./pages/matrix.tsx'), 'MatrixPage'),
});
const packs = createRoute({
  getParentRoute: parent,
  path: '/packs',
  component: lazyRouteComponent(() => import('./pages/packs.tsx'), 'PacksPage'),
});
const pack = createRoute({
  getParentRoute: parent,
  path: '/packs/$pack',
  component: lazyRouteComponent(() => import('./pages/pack.tsx'), 'PackPage'),
});
const packVersion = createRoute({
  getParentRoute: parent,
  path: '/packs/$pack/versions/$id',
  component: lazyRouteComponent(() => import('./pages/pack-version.tsx'), 'PackVersionPage'),
});
const meter = createRoute({
  getParentRoute: parent,
  path: '/overview',
  component: lazyRouteComponent(() => import('./pages/meter.tsx'), 'MeterPage'),
});

const traces = createRoute({
  getParentRoute: parent,
  path: '/traces',
  component: lazyRouteComponent(() => import('./pages/traces.tsx'), 'TracesPage'),
});
const sweeps = createRoute({
  getParentRoute: parent,
  path: '/sweeps',
  component: lazyRouteComponent(() => import('./pages/sweeps.tsx'), 'SweepsPage'),
});
const uploadSearch = z.object({ upload: z.uuid().optional().catch(undefined) });
export const pseudonymsRoute = createRoute({
  getParentRoute: parent,
  path: '/pseudonyms',
  // A draft of the reader's own, from a sweep.
  validateSearch: (search) => uploadSearch.parse(search),
  component: lazyRouteComponent(() => import('./pages/pseudonyms.tsx'), 'PseudonymsPage'),
});
const posture = createRoute({
  getParentRoute: parent,
  path: '/posture',
  component: lazyRouteComponent(() => import('./pages/posture.tsx'), 'PosturePage'),
});
const proof = createRoute({
  getParentRoute: parent,
  path: '/proof',
  validateSearch: (search): ProofSearch => proofSearchOf(search),
  component: lazyRouteComponent(() => import('./pages/proof.tsx'), 'ProofPage'),
});

const archive = createRoute({
  getParentRoute: parent,
  path: '/archive',
  // Ids only: what somebody searches for is never in an address.
  validateSearch: (search) =>
    z
      .object({
        thread: z.uuid().optional().catch(undefined),
        message: z.uuid().optional().catch(undefined),
      })
      .parse(search),
  component: lazyRouteComponent(() => import('./pages/archive.tsx'), 'ArchivePage'),
});
const incidents = createRoute({
  getParentRoute: parent,
  path: '/incidents',
  validateSearch: (search) =>
    z
      .object({
        tab: z.enum(['incidents', 'requests']).optional().catch(undefined),
        state: z.enum(['open', 'closed']).optional().catch(undefined),
      })
      .parse(search),
  component: lazyRouteComponent(() => import('./pages/incidents.tsx'), 'IncidentsPage'),
});

const requests = createRoute({
  getParentRoute: parent,
  path: '/requests',
  validateSearch: (search) => z.object({ state: z.enum(['closed']).optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/requests.tsx'), 'RequestsPage'),
});
const accesses = createRoute({
  getParentRoute: parent,
  path: '/accesses',
  validateSearch: (search) => z.object({ tab: z.enum(['other']).optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/accesses.tsx'), 'AccessesPage'),
});

const register = createRoute({
  getParentRoute: parent,
  path: '/register',
  // A filter that this page does not know is left out, not the whole search.
  validateSearch: (search): RegisterSearch => registerSearchOf(search),
  component: lazyRouteComponent(() => import('./pages/register.tsx'), 'RegisterPage'),
});
const counters = createRoute({
  getParentRoute: parent,
  path: '/counters',
  validateSearch: (search) =>
    z.object({ year: z.number().int().min(2000).max(2200).optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/counters.tsx'), 'CountersPage'),
});

const approvals = createRoute({
  getParentRoute: parent,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./pages/approvals.tsx'), 'ApprovalsPage'),
});
const records = createRoute({
  getParentRoute: parent,
  path: '/records',
  component: lazyRouteComponent(() => import('./pages/records.tsx'), 'RecordsPage'),
});

const access = createRoute({
  getParentRoute: parent,
  path: '/access',
  validateSearch: (search) => z.object({ tab: z.literal('levels').optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/access.tsx'), 'AccessPage'),
});

const levels = createRoute({
  getParentRoute: parent,
  path: '/levels',
  validateSearch: (search) =>
    z.object({ tab: z.enum(['exceptions', 'history']).optional().catch(undefined) }).parse(search),
  component: lazyRouteComponent(() => import('./pages/levels.tsx'), 'LevelsPage'),
});
const audiences = createRoute({
  getParentRoute: parent,
  path: '/audiences',
  component: lazyRouteComponent(() => import('./pages/audiences.tsx'), 'AudiencesPage'),
});
const programs = createRoute({
  getParentRoute: parent,
  path: '/programs',
  component: lazyRouteComponent(() => import('./pages/programs.tsx'), 'ProgramsPage'),
});
const programRefusals = createRoute({
  getParentRoute: parent,
  path: '/programs/refused',
  component: lazyRouteComponent(() => import('./pages/program-refusals.tsx'), 'ProgramRefusalsPage'),
});
const program = createRoute({
  getParentRoute: parent,
  path: '/programs/$id',
  component: lazyRouteComponent(() => import('./pages/program.tsx'), 'ProgramPage'),
});

const connections = createRoute({
  getParentRoute: parent,
  path: '/connections',
  component: lazyRouteComponent(() => import('./pages/connections.tsx'), 'ConnectionsPage'),
});
const signInProviders = createRoute({
  getParentRoute: parent,
  path: '/sign-in-providers',
  component: lazyRouteComponent(() => import('./pages/sign-in-providers.tsx'), 'SignInProvidersPage'),
});
const connection = createRoute({
  getParentRoute: parent,
  path: '/connections/$id',
  component: lazyRouteComponent(() => import('./pages/connection.tsx'), 'ConnectionPage'),
});
const deadLetters = createRoute({
  getParentRoute: parent,
  path: '/dead-letters',
  component: lazyRouteComponent(() => import('./pages/dead-letters.tsx'), 'DeadLettersPage'),
});

const routeTree = rootRoute.addChildren([
  home,
  setup,
  enrol,
  transfersRoute,
  newTransferRoute,
  transferRoute,
  deliveries,
  approvals,
  access,
  levels,
  records,
  duties,
  duty,
  archive,
  incidents,
  requests,
  accesses,
  register,
  proof,
  posture,
  sweeps,
  pseudonymsRoute,
  traces,
  counters,
  connections,
  connection,
  signInProviders,
  deadLetters,
  recipients,
  audiences,
  programs,
  programRefusals,
  program,
  staff,
  sandbox,
  log,
  whatIf,
  matrix,
  packs,
  pack,
  packVersion,
  meter,
]);

function PendingPage() {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-9 sm:px-8">
      <Loading />
    </div>
  );
}

function FailedPage({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-9 sm:px-8">
      <Failed error={error} retry={reset} />
    </div>
  );
}

export function createConsoleRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultPendingComponent: PendingPage,
    defaultErrorComponent: FailedPage,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
