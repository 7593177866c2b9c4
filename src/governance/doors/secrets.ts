/** Credentials of doors: made here, shown once, kept as hashes, save for the key of a signature, which is kept sealed. */
import { hex } from '../../base/bytes.ts';
import type { Random } from '../../base/random.ts';
import type { DoorCredentials } from '../../model/api/doors.ts';
import type { DoorSettings } from '../../model/door.ts';
import { hashDoorToken } from '../../transfers/border-contexts.ts';
import { doorSecretContext } from '../../transfers/doors.ts';
import type { DoorDeps } from './deps.ts';

/** 32 random bytes as 64 hexadecimal digits: the form of a vendor's own token. */
function random64(random: Random): string {
  return hex(random(32));
}

/** `en` and 32 hexadecimal digits: public, by which an app names itself. */
export function newAppKey(random: Random): string {
  return `en${hex(random(16))}`;
}

/** Nine digits, never starting with 0. */
export function newAgentId(random: Random): number {
  const drawn = random(4).reduce((sum, byte) => sum * 256 + byte, 0);
  return 100_000_000 + (drawn % 900_000_000);
}

export type Kept = { readonly token_hash: Uint8Array; readonly secret_sealed: Uint8Array | null };
export type Made = { readonly credentials: DoorCredentials; readonly kept: Kept };

export async function makeRobot(deps: DoorDeps, doorId: string): Promise<Made> {
  const token = random64(deps.random);
  const secret = `SEC${random64(deps.random)}`;
  return {
    credentials: { kind: 'robot', url: `${deps.gatewayUrl}/robot/send?access_token=${token}`, token, secret },
    kept: {
      token_hash: hashDoorToken(deps.sha256, token),
      secret_sealed: await deps.fields.seal(doorSecretContext(doorId), secret),
    },
  };
}

export function makeApp(deps: DoorDeps, appKey: string, app: NonNullable<DoorSettings['app']>): Made {
  const appSecret = random64(deps.random);
  const { robotCode, agentId } = app;
  return {
    credentials: { kind: 'app', url: deps.gatewayUrl, appKey, appSecret, robotCode, agentId },
    kept: { token_hash: hashDoorToken(deps.sha256, appSecret), secret_sealed: null },
  };
}
