/** Before it is saved: what would become of an ordinary message on this route, and of one with a person in it. */
import { Link } from '@tanstack/react-router';
import type { DoorCheck } from '../../../src/model/api/doors.ts';
import type { DoorRoute } from '../../../src/model/door.ts';
import { Places } from '../audiences/audience-card.tsx';
import { useAudiences } from '../audiences/use-audiences.ts';
import { DecisionView } from '../decision/decision-view.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { LevelBadge, OUTCOME_TONE } from '../ui/words.tsx';
import { useRouteCheck } from './use-doors.ts';

function Sample({ one }: { readonly one: DoorCheck['samples'][number] }) {
  const { t } = useTranslation();
  const { decision, sample, level } = one;
  if (decision === null) return null;
  return (
    <li className="grid gap-1.5 border-t border-line pt-3 first:border-0 first:pt-0">
      <p className="text-sm">{t(`door.sample.${sample}`)}</p>
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={OUTCOME_TONE[decision.outcome]}>{t(`door.check.${decision.outcome}`)}</Badge>
        <LevelBadge level={level} />
      </div>
      {decision.objections.length > 0 && (
        <Disclosure summary={t('door.check_why')}>
          <DecisionView decision={decision} settled />
        </Disclosure>
      )}
    </li>
  );
}

export function RouteCheck(route: Pick<DoorRoute, 'entityId' | 'audienceId' | 'purpose'>) {
  const { t } = useTranslation();
  const check = useRouteCheck(route);
  const audiences = useAudiences();
  const places = audiences.data?.audiences.find((one) => one.id === route.audienceId)?.places ?? [];
  if (route.entityId === '' || route.audienceId === '') return null;
  const isHeld = check.data?.samples.some((one) => one.decision?.outcome === 'held') === true;
  return (
    <section aria-label={t('door.check')} className="grid gap-3 rounded-xl border border-line bg-sunken p-4">
      <p className="text-sm font-medium">{t('door.check')}</p>
      <Places places={places} />
      {check.isPending && <Loading lines={2} />}
      {check.isError && <Failed error={check.error} retry={() => void check.refetch()} />}
      {check.data?.members === 0 && <Callout tone="wait" title={t('door.check_nobody')} />}
      <ul className="grid gap-3 empty:hidden">
        {(check.data?.samples ?? []).map((one) => (
          <Sample key={one.sample} one={one} />
        ))}
      </ul>
      {isHeld && (
        <p className="text-sm text-soft">
          {t('door.check_record')}{' '}
          <Link to="/records" className="text-accent underline underline-offset-2">
            {t('door.check_record_link')}
          </Link>
        </p>
      )}
    </section>
  );
}
