/** What programs asked for and did not get: each with why, and what to do. */
import { Link } from '@tanstack/react-router';
import type { DoorRefusalList } from '../../../src/model/api/doors.ts';
import { refusalWords } from '../doors/refusal-words.ts';
import { useRefusals } from '../doors/use-doors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Facts, Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

type Refusal = DoorRefusalList['refusals'][number];

function Card({ refusal }: { readonly refusal: Refusal }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { what, hint } = refusalWords(translation, refusal.reason);
  return (
    <section
      aria-label={`${what}: ${refusal.endpoint}`}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"
    >
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{what}</h2>
          <p className="font-mono text-[0.8125rem] break-all text-soft">{refusal.endpoint}</p>
        </div>
        <Badge tone="stop">{t('door.times', { n: refusal.count })}</Badge>
      </div>
      {hint !== null && <p className="text-sm">{hint}</p>}
      <Facts
        rows={[
          [
            t('door.refused.door'),
            refusal.door === null ? (
              t('door.refused.no_door')
            ) : (
              <Link
                key="door"
                to="/programs/$id"
                params={{ id: refusal.door.id }}
                className="text-accent underline underline-offset-2"
              >
                {refusal.door.name}
              </Link>
            ),
          ],
          [t('door.refused.caller'), refusal.caller ?? t('door.refused.unknown')],
          [t('door.refused.program'), refusal.program === '' ? t('door.refused.unknown') : refusal.program],
          [t('door.refused.first'), format.dateTime(refusal.firstAt)],
          [t('door.refused.last'), format.dateTime(refusal.lastAt)],
        ]}
      />
    </section>
  );
}

export function ProgramRefusalsPage() {
  const { t } = useTranslation();
  const list = useRefusals();
  const all = list.data?.refusals ?? [];
  return (
    <Page title={t('door.refusals')} lead={t('door.refusals_lead')}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && all.length === 0 && (
        <Empty title={t('door.refusals_none')}>{t('door.refusals_none_hint')}</Empty>
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4 empty:hidden">
        {all.map((refusal) => (
          <li key={[refusal.endpoint, refusal.reason, refusal.door?.id, refusal.caller, refusal.program].join(' ')}>
            <Card refusal={refusal} />
          </li>
        ))}
      </ul>
      <p className="mt-5 text-sm">
        <Link to="/programs" className="text-accent underline underline-offset-2">
          {t('door.all')}
        </Link>
      </p>
    </Page>
  );
}
