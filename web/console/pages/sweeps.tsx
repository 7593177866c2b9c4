/** What lies where: sweeps over data that is there already. */
import { useState } from 'react';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { StartDialog } from '../sweeps/start-dialog.tsx';
import { SweepCard } from '../sweeps/sweep-card.tsx';
import { useSweeps } from '../sweeps/use-sweeps.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

export function SweepsPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const sweeps = useSweeps();
  const [starting, setStarting] = useState(false);
  return (
    <Page
      title={t('nav.sweeps')}
      lead={t('sweeps.lead')}
      action={
        person.role === 'officer' &&
        sweeps.data !== undefined && (
          <Button kind="primary" icon="new" onClick={() => setStarting(true)}>
            {t('sweeps.start')}
          </Button>
        )
      }
    >
      <div className="grid min-w-0 gap-5">
        {sweeps.isPending && <Loading lines={4} />}
        {sweeps.isError && <Failed error={sweeps.error} retry={() => void sweeps.refetch()} />}
        {sweeps.data?.sweeps.length === 0 && <Empty title={t('sweeps.empty')}>{t('sweeps.empty_hint')}</Empty>}
        {sweeps.data !== undefined && sweeps.data.sweeps.length > 0 && (
          <ul className="grid min-w-0 gap-4">
            {sweeps.data.sweeps.map((one) => (
              <SweepCard key={one.id} one={one} />
            ))}
          </ul>
        )}
      </div>
      {starting && <StartDialog folders={sweeps.data?.folders ?? []} onClose={() => setStarting(false)} />}
    </Page>
  );
}
