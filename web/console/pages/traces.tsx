/** Whose copy a leaked file is. One officer asks, another approves. */
import { useState } from 'react';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { AskDialog } from '../tracing/ask-dialog.tsx';
import { CaseCard } from '../tracing/case-card.tsx';
import { useTraces } from '../tracing/use-tracing.ts';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

export function TracesPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const traces = useTraces();
  const [asking, setAsking] = useState(false);
  const mayAsk = person.role === 'officer' && traces.data?.available === true;
  return (
    <Page
      title={t('nav.traces')}
      lead={t('trace.lead')}
      action={
        mayAsk && (
          <Button kind="primary" icon="new" onClick={() => setAsking(true)}>
            {t('trace.ask')}
          </Button>
        )
      }
    >
      <div className="grid gap-5">
        {traces.isPending && <Loading lines={4} />}
        {traces.isError && <Failed error={traces.error} retry={() => void traces.refetch()} />}
        {traces.data?.available === false && <Callout tone="wait">{t('trace.not_available')}</Callout>}
        {traces.data?.cases.length === 0 && <Empty title={t('trace.empty')}>{t('trace.empty_hint')}</Empty>}
        {traces.data !== undefined && traces.data.cases.length > 0 && (
          <ul className="grid gap-4">
            {traces.data.cases.map((one) => (
              <CaseCard key={one.id} one={one} />
            ))}
          </ul>
        )}
      </div>
      {asking && <AskDialog onClose={() => setAsking(false)} />}
    </Page>
  );
}
