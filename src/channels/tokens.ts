/** Access tokens that vendors give for a while. In memory only: a restart asks for new ones. */
import type { Secret } from '../base/secret.ts';
import { MINUTE } from '../base/units.ts';
import type { TokenCache } from './port.ts';

/** Returns an empty cache. A token that ends within a minute counts as gone. */
export function createTokenCache(): TokenCache {
  const kept = new Map<string, { readonly token: Secret<string>; readonly expiresAt: number }>();
  return {
    get: (name, now) => {
      const found = kept.get(name);
      return found !== undefined && found.expiresAt - now.getTime() > MINUTE ? found.token : undefined;
    },
    set: (name, token, expiresAt) => void kept.set(name, { token, expiresAt: expiresAt.getTime() }),
    drop: (name) => void kept.delete(name),
  };
}
