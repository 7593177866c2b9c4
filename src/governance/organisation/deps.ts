/** What set-up and staff administration need. */
import type { StaffAuth } from '../../access/staff-auth.ts';
import type { Bytes } from '../../base/bytes.ts';
import type { World } from '../../base/deps.ts';
import type { SealCrypto } from '../../seal/index.ts';
import type { Database } from '../../store/database.ts';
import type { AuditDeps } from '../../transfers/audit.ts';
import type { LogGate } from '../../transfers/deps.ts';
import type { PolicyHolder } from '../packs/rules.ts';
import type { SealedFields } from '../../transfers/sealed-fields.ts';

export type OrganisationDeps = World &
  AuditDeps & {
    readonly db: Database;
    readonly fields: SealedFields;
    readonly crypto: SealCrypto;
    readonly auth: StaffAuth;
    readonly log: LogGate;
    readonly publicUrl: string;
    /** What is decided by; it may change while the server runs. */
    readonly rules: PolicyHolder;
    /** SHA-256 of the recipient page's list of files. */
    readonly pageDigest: Bytes;
  };
