/** What can be done about the chosen files, each after it was said what it does. */
import { useState } from 'react';
import { type Remedy } from '../../../src/model/api/sweeps.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useSweepAct } from './use-sweeps.ts';

const ACTS = ['seal', 'pseudonymise', 'delete', 'none'] as const;

export function RemedyBar({
  id,
  chosen,
  onDone,
}: {
  readonly id: string;
  readonly chosen: readonly string[];
  readonly onDone: () => void;
}) {
  const { t, errorText } = useTranslation();
  const toast = useToast();
  const [asking, setAsking] = useState<Remedy['remedy'] | null>(null);
  const act = useSweepAct(
    (client, remedy: Remedy['remedy']) => client.remedy(id, { files: chosen.slice(0, 200), remedy }),
    ({ done, failed }) => {
      const [first] = failed;
      if (done > 0) toast(t('sweeps.done', { n: done }));
      if (first !== undefined)
        toast(t('sweeps.done_failed', { n: failed.length, why: errorText(first.code) ?? first.code }));
      setAsking(null);
      onDone();
    },
    true,
  );
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center gap-2 rounded-xl border border-line bg-surface p-3">
      <p className="mr-auto text-sm">{t('sweeps.chosen', { n: chosen.length })}</p>
      {ACTS.map((one) => (
        <Button key={one} kind={one === 'none' ? 'quiet' : 'plain'} onClick={() => setAsking(one)}>
          {t(`sweeps.act.${one}`)}
        </Button>
      ))}
      {asking !== null && (
        <FormDialog
          open
          title={t(`sweeps.act.${asking}`)}
          onClose={() => setAsking(null)}
          action={t(`sweeps.act.${asking}`)}
          busy={act.isPending}
          onSubmit={() => act.mutate(asking)}
        >
          <p className="text-sm font-medium">{t('sweeps.chosen', { n: chosen.length })}</p>
          <p className="text-sm text-soft">{t(`sweeps.act.${asking}_text`)}</p>
          {act.isError && <Failed error={act.error} />}
        </FormDialog>
      )}
    </div>
  );
}
