/** Where DingTalk's servers stand, as far as the address tells. */
import type { Jurisdiction } from '../../model/jurisdiction.ts';

/**
 * Returns the place of the provider's servers. Where dingtalk.io keeps its data is not established: unknown, whatever the setting says.
 *
 * @param urls - Every address that messages go to; when they are of different clouds, the place is unknown too.
 * @param setting - Where a private edition stands.
 */
export function dingtalkPlace(urls: readonly string[], setting: Jurisdiction): Jurisdiction {
  const places = new Set(urls.map((url) => placeOf(new URL(url).hostname, setting)));
  const [place = 'unknown'] = places;
  return places.size === 1 ? place : 'unknown';
}

function placeOf(host: string, setting: Jurisdiction): Jurisdiction {
  if (host === 'dingtalk.com' || host.endsWith('.dingtalk.com')) return 'CN';
  if (host === 'dingtalk.io' || host.endsWith('.dingtalk.io')) return 'unknown';
  return setting;
}
