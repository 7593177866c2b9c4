/** What the HTTP edge needs. It parses, calls and formats; no rule, no SQL, no key is here. */
import type { ClientResolver } from '../access/client.ts';
import type { StaffAuth } from '../access/staff-auth.ts';
import type { World } from '../base/deps.ts';
import type { EntrepotError } from '../base/errors.ts';
import type { ConnectionList, LogEventList, LogInfo, Meter, SandboxMessage } from '../model/api/system.ts';
import type { PackFilesAnswer, PackList } from '../model/api/packs.ts';
import type { Locale } from '../model/locale.ts';
import type { RegisterWords } from '../governance/register/words.ts';
import type { DoorDeps } from '../governance/doors/deps.ts';
import type { ConnectionDeps } from '../governance/connections/deps.ts';
import type { DutyDeps } from '../governance/duties/deps.ts';
import type { AccessDeps } from '../governance/accesses/deps.ts';
import type { SweepDeps } from '../governance/sweeps/deps.ts';
import type { TracingDeps } from '../governance/tracing/deps.ts';
import type { PostureDeps } from '../governance/posture/deps.ts';
import type { MetricsAccess } from '../governance/metrics/access.ts';
import type { ProofView } from '../governance/proof/view.ts';
import type { LevelDeps } from '../governance/levels/deps.ts';
import type { PseudonymDeps } from '../governance/pseudonyms/deps.ts';
import type { PackDeps } from '../governance/packs/deps.ts';
import type { OrganisationDeps } from '../governance/organisation/deps.ts';
import type { Tenant } from '../transfers/deps.ts';
import type { Place } from '../transfers/facts.ts';
import type { InboundDeps } from '../transfers/inbound/deps.ts';
import type { FactorDeps } from '../transfers/factors/deps.ts';
import type { OpenDeps } from '../transfers/recipient-access.ts';

export type StaticFile = {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The same, gzipped; undefined where that saves nothing. */
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
  readonly type: string;
  readonly immutable: boolean;
};
/** Files of one web bundle by path below its root, read once at start. */
export type StaticBundle = ReadonlyMap<string, StaticFile>;

export type HttpDeps = World & {
  /** Fixed at first start, before there is an organisation. */
  readonly orgId: string;
  /** Undefined before set-up. */
  readonly tenant: () => Promise<(Tenant & { readonly locale: string }) | undefined>;
  readonly organisation: OrganisationDeps;
  readonly transfers: OpenDeps;
  readonly factors: FactorDeps;
  readonly inbound: InboundDeps;
  readonly accesses: AccessDeps;
  readonly duties: DutyDeps;
  readonly packs: PackDeps;
  readonly levels: LevelDeps;
  readonly pseudonyms: PseudonymDeps;
  readonly posture: PostureDeps;
  readonly tracing: TracingDeps;
  readonly sweeps: SweepDeps;
  readonly connections: ConnectionDeps;
  readonly doors: DoorDeps;
  readonly auth: StaffAuth;
  /** Any thrown value as an error with a code. */
  readonly known: (error: unknown) => EntrepotError;
  readonly resolveClient: ClientResolver;
  readonly resolvePlace: (address: string) => Promise<Place>;
  readonly views: {
    readonly connections: () => Promise<ConnectionList>;
    readonly sandbox: (orgId: string, after: string | undefined) => Promise<SandboxMessage[]>;
    readonly meter: (orgId: string) => Promise<Meter>;
    readonly proof: ProofView;
    readonly metrics: { readonly allows: MetricsAccess; readonly text: () => Promise<string> };
    readonly log: (orgId: string) => Promise<LogInfo>;
    readonly logEvents: (orgId: string, before: string | undefined) => Promise<LogEventList>;
    /** Bytes of a public resource of the log (`checkpoint`, `tile/...`), or undefined. */
    readonly logFile: (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
    readonly packs: (locale: Locale) => PackList;
    readonly packFiles: () => PackFilesAnswer;
    /** Numbers of the packs in use, the organisation's own where it set them. */
    readonly policyParams: () => Readonly<Record<string, number>>;
    readonly registerWords: (locale: Locale) => RegisterWords;
    readonly healthy: () => Promise<boolean>;
  };
  readonly settings: {
    readonly publicUrl: string;
    readonly secure: boolean;
    readonly sandbox: boolean;
    readonly version: string;
    readonly maxUploadBytes: number;
  };
  readonly bundles: { readonly console: StaticBundle; readonly open: StaticBundle };
  /** What `/open/page.sha256` answers. */
  readonly pageSums: string;
};
