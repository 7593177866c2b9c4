/** What the administration of doors needs; built once by app. */
import type { Intake } from '../../transfers/arrival.ts';
import type { Tenant, TransferDeps } from '../../transfers/deps.ts';

export type DoorDeps = TransferDeps & {
  /** How many personal data a text holds: the scan that everything which leaves goes through. */
  readonly scan: (text: string) => { readonly personal: number };
  /** What programs put in place of the vendor's address; without a slash at the end. */
  readonly gatewayUrl: string;
  /** Takes in what comes through doors; whoever opened it closes it. */
  readonly openIntake: (tenant: Tenant) => Intake;
};
