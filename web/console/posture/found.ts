/** What was read for a check, in words; null where there is nothing to say beyond good or bad. */
import type { PostureCheck } from '../../../src/model/api/posture.ts';
import type { Translation, Values } from '../i18n/translate.tsx';

const SPOKEN = [
  'admins',
  'members_inactive',
  'app_scopes',
  'apps',
  'audit_log',
  'own_unsigned_doors',
  'own_mainland_record',
  'own_record_closed',
  'own_old_secrets',
  'own_incidents',
] as const;

export function foundText(
  { t, format }: Pick<Translation, 't' | 'format'>,
  { id, detail, result }: Pick<PostureCheck, 'id' | 'detail' | 'result'>,
): string | null {
  const why = detail['why'];
  if (why === 'no_application') return t('posture.why.no_application');
  if (why === 'not_permitted') return t('posture.why.not_permitted', { grant: String(detail['grant'] ?? '') });
  if (why !== undefined) return t('posture.why.failed', { code: String(why) });
  const spoken = SPOKEN.find((one) => one === id);
  if (spoken === undefined || result === null) return null;
  const values: Values = Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === 'number' ? format.number(value) : String(value),
    ]),
  );
  return t(`posture.found.${spoken}`, values);
}
