/** How far one delivery came, as a line of steps. Every step says in words whether it was seen; the dots only repeat it. */
import type { Delivery } from '../../../src/model/api/delivery.ts';
import type { DeliveryStep } from '../../../src/model/delivery.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { classes } from '../ui/classes.ts';

type Recipient = Delivery['recipients'][number];

/** A preview is no step on the way: whoever was previewed for has seen nothing. */
const ON_THE_WAY = ['noticed', 'proved', 'released', 'shown', 'finished', 'receipt'] as const satisfies DeliveryStep[];

export function Track({ recipient }: { readonly recipient: Recipient }) {
  const { t, format } = useTranslation();
  const at = new Map(recipient.steps.map((one) => [one.step, one.at]));
  // Text is shown, files are finished: a step that this delivery cannot have is left out.
  const kinds = new Set(recipient.openings.map((one) => one.kind));
  const steps = ON_THE_WAY.filter(
    (step) =>
      at.has(step) ||
      (step !== 'finished' && step !== 'shown') ||
      kinds.size === 0 ||
      (step === 'finished' ? kinds.has('download') : kinds.has('text') || kinds.has('view')),
  );
  return (
    <ol className="grid gap-y-3 sm:grid-flow-col sm:auto-cols-fr">
      {steps.map((step) => {
        const time = at.get(step);
        return (
          <li key={step} className="relative grid content-start gap-0.5 pl-6 sm:pt-6 sm:pl-0">
            <span
              aria-hidden="true"
              className="absolute top-0 bottom-0 left-[5px] w-px bg-line sm:top-[5px] sm:right-0 sm:bottom-auto sm:left-0 sm:h-px sm:w-auto"
            />
            <span
              aria-hidden="true"
              className={classes(
                'absolute top-1 left-0 size-[11px] rounded-full border sm:top-0',
                time === undefined ? 'border-line-strong bg-surface' : 'border-good bg-good',
              )}
            />
            <span className={classes('pr-2 text-sm', time === undefined ? 'text-soft' : 'font-medium')}>
              {t(`delivery.step.${step}`)}
            </span>
            <span className="pr-2 text-[0.8125rem] text-soft">
              {time === undefined ? t('delivery.not_seen') : <time dateTime={time}>{format.dateTime(time)}</time>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
