/** The check of the setup over the features. */
import type { PostureDeps } from '../governance/posture/deps.ts';
import type { Config } from '../config.ts';
import type { Features } from './features.ts';

export function createPostureDeps(
  config: Config,
  { transfers, office }: Pick<Features, 'transfers' | 'office'>,
): PostureDeps {
  const endsTls = config['gateway.enabled'] && config['gateway.tls_certificate'] !== undefined;
  return {
    ...transfers,
    post: office.post,
    connections: office.known,
    installation: {
      sandbox: config['sandbox.enabled'],
      gatewayTls: endsTls ? config['gateway.tls_min'] : null,
      weekly: config['posture.weekly'],
    },
  };
}
