/** Counting anew from the register: the counters are right, or it says where they are not. */
import { useMutation } from '@tanstack/react-query';
import type { Recomputed } from '../../../src/model/api/counters.ts';
import { useApi } from '../api/context.tsx';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Section } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';

function Differences({ result }: { readonly result: Recomputed }) {
  const translation = useTranslation();
  const { t, format } = translation;
  if (result.equal) return <Callout tone="good" title={t('counters.equal', { at: format.dateTime(result.at) })} />;
  return (
    <Callout tone="stop" title={t('counters.differs')} role="alert">
      <ul className="grid gap-1">
        {result.differences.map((one) => (
          <li key={`${one.entity} ${one.destination} ${one.year} ${one.sensitive}`}>
            {t('counters.difference', {
              entity: one.entity,
              place: placeName(translation, one.destination),
              year: String(one.year),
              kind: t(one.sensitive ? 'counters.spi' : 'counters.pi'),
              counted: format.number(one.counted),
              recomputed: format.number(one.recomputed),
            })}
          </li>
        ))}
      </ul>
      <p className="mt-2">{t('counters.differs_hint')}</p>
    </Callout>
  );
}

export function Recount() {
  const { t } = useTranslation();
  const api = useApi();
  const counting = useMutation({ mutationFn: () => api.register.recompute() });
  return (
    <Section
      title={t('counters.recount')}
      hint={t('counters.recount_hint')}
      action={
        <Button icon="again" busy={counting.isPending} onClick={() => counting.mutate()}>
          {t('counters.recount_now')}
        </Button>
      }
    >
      <div aria-live="polite">
        {counting.isError && <Failed error={counting.error} />}
        {counting.isSuccess && <Differences result={counting.data} />}
      </div>
    </Section>
  );
}
