/** When it was looked at, and what it came to. */
import type { Posture } from '../../../src/model/api/posture.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Section } from '../ui/page.tsx';

export function Runs({ runs, weekly }: { readonly runs: Posture['runs']; readonly weekly: boolean }) {
  const { t, format } = useTranslation();
  return (
    <Section title={t('posture.runs')} hint={t(weekly ? 'posture.weekly_on' : 'posture.weekly_off')}>
      <ol className="grid gap-3 text-sm">
        {runs.map(({ id, at, by, connection, good, bad, asked, unknown }) => (
          <li key={id} className="grid gap-0.5">
            <span>
              {format.dateTime(at)} · {by ?? t('posture.run_self')}
              {connection !== null && ` · ${connection}`}
            </span>
            <span className="text-soft">{t('posture.run_text', { good, bad, asked, unknown })}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
