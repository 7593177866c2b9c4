/** The administration of doors over the features. */
import type { DoorDeps } from '../governance/doors/deps.ts';
import type { Features } from './features.ts';
import { scanForPersonalData } from './judgement.ts';

export function createDoorDeps({ transfers }: Pick<Features, 'transfers'>): DoorDeps {
  return { ...transfers, scan: scanForPersonalData, gatewayUrl: 'http://localhost:8081' };
}
