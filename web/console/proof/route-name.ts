/** What a route is called: who sends, and by which connection. */
import type { Proof } from '../../../src/model/api/proof.ts';
import { useTranslation } from '../i18n/translate.tsx';

type Route = Pick<Proof['routes'][number], 'door' | 'doorName' | 'connection'>;

export function useRouteName(): (route: Route) => string {
  const { t } = useTranslation();
  return ({ door, doorName, connection }) =>
    `${door === null ? t('proof.no_door') : (doorName ?? t('proof.door_gone'))} · ${connection}`;
}
