/** The administration of doors over the features. */
import type { Config } from '../config.ts';
import type { DoorDeps } from '../governance/doors/deps.ts';
import { createIntake } from '../transfers/intake.ts';
import type { Features } from './features.ts';
import { gatewayUrl } from './gateway.ts';
import { scanForPersonalData } from './judgement.ts';

export function createDoorDeps(config: Config, { transfers }: Pick<Features, 'transfers'>): DoorDeps {
  return {
    ...transfers,
    scan: scanForPersonalData,
    gatewayUrl: gatewayUrl(config),
    openIntake: (tenant) => createIntake(transfers, () => Promise.resolve(tenant)),
  };
}
