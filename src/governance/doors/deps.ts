/** What the administration of doors needs; built once by app. */
import type { TransferDeps } from '../../transfers/deps.ts';

export type DoorDeps = TransferDeps & {
  /** How many personal data a text holds: the scan that everything which leaves goes through. */
  readonly scan: (text: string) => { readonly personal: number };
  /** What programs put in place of the vendor's address; without a slash at the end. */
  readonly gatewayUrl: string;
};
