/** How a connection does, in words; what went wrong last, and what to do. */
import type { Condition, ConnectionView } from '../../../src/model/api/connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Callout } from '../ui/callout.tsx';
import { whyText } from './why.ts';

const TONE: Readonly<Record<Condition, Tone>> = {
  works: 'good',
  untried: 'calm',
  failing: 'wait',
  resting: 'wait',
  broken: 'stop',
  paused: 'calm',
  unusable: 'stop',
};

export function ConditionBadge({ condition }: { readonly condition: Condition }) {
  const { t } = useTranslation();
  return <Badge tone={TONE[condition]}>{t(`connection.condition.${condition}`)}</Badge>;
}

/** Nothing while it works, and for a trouble that is over. */
export function Trouble({ connection }: { readonly connection: ConnectionView }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { condition, lastError, lastErrorAt, restsUntil } = connection;
  if (condition === 'works' || condition === 'untried') return null;
  return (
    <Callout tone={TONE[condition]} title={t(`connection.trouble.${condition}`)}>
      {lastError !== null && condition !== 'paused' && <p>{whyText(translation, lastError)}</p>}
      {condition === 'resting' && restsUntil !== null && (
        <p>{t('connection.rests_until', { time: format.dateTime(restsUntil) })}</p>
      )}
      {lastError !== null && lastErrorAt !== null && condition !== 'paused' && (
        <p className="text-soft">{t('connection.error_at', { time: format.dateTime(lastErrorAt), code: lastError })}</p>
      )}
    </Callout>
  );
}
