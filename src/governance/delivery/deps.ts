/** What certificates need besides the transfers. */
import type { Bytes } from '../../base/bytes.ts';
import type { CertificateAbout } from '../../model/certificate.ts';
import type { TransferRow } from '../../store/tables/transfers.ts';
import type { EventActor } from '../../transfers/audit.ts';
import type { TransferDeps } from '../../transfers/deps.ts';
import type { StaffNames } from '../../transfers/read.ts';

export type CertificateDeps = TransferDeps & {
  /** Files of the published log. */
  readonly readLog: (path: string) => Promise<Bytes | undefined>;
  readonly names: StaffNames;
};

export type CertificateFor = {
  readonly actor: EventActor;
  readonly transfer: TransferRow;
  readonly for: CertificateAbout['for'];
  /** Only what concerns this recipient; null: all. */
  readonly recipientId: string | null;
};
