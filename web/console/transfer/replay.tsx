/** Every decision about a transfer, and each made again by the rules of its day. */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { DecisionList, Replay } from '../../../src/model/api/packs.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { answerText, eventText } from '../packs/comparison.tsx';
import { Code } from '../packs/text.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Decision = DecisionList['decisions'][number];

function Result({ replay }: { readonly replay: Replay }) {
  const translation = useTranslation();
  const { t } = translation;
  if (replay.outcome === 'not_kept')
    return <Callout tone="stop" title={t('replay.not_kept', { packs: replay.packs.join(', ') })} />;
  const same = replay.outcome === 'identical';
  return (
    <Callout
      tone={same ? 'good' : 'stop'}
      title={same ? t('replay.identical') : t('replay.differs', { members: replay.members.join(', ') })}
    >
      {!same && <p>{t('replay.differs_hint')}</p>}
      <p>{t('replay.today', { outcome: answerText(translation, replay.today) })}</p>
      <Disclosure summary={t('replay.digest')}>
        <ul className="grid gap-1">
          {[...new Set([replay.stored, replay.again])].map((digest) => (
            <li key={digest}>
              <Code>{digest}</Code>
            </li>
          ))}
          {replay.packs.map((pack) => (
            <li key={pack.pack}>
              <Code>{`${pack.pack} ${pack.version} ${pack.digest}`}</Code>
            </li>
          ))}
        </ul>
      </Disclosure>
    </Callout>
  );
}

function Row({ transferId, decision }: { readonly transferId: string; readonly decision: Decision }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const api = useApi();
  const replay = useMutation({ mutationFn: () => api.packs.replay(transferId, decision.id) });
  return (
    <li className="grid min-w-0 gap-2 border-b border-line py-3 text-sm last:border-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div>
          <p>
            {t('replay.event', {
              event: eventText(translation, decision.event),
              outcome: answerText(translation, decision),
            })}
          </p>
          <p className="text-[0.8125rem] text-soft">{format.dateTime(decision.at)}</p>
        </div>
        <Button busy={replay.isPending} onClick={() => replay.mutate()}>
          {t('replay.again')}
        </Button>
      </div>
      <div aria-live="polite">{replay.isSuccess && <Result replay={replay.data} />}</div>
      {replay.isError && <Failed error={replay.error} />}
    </li>
  );
}

export function Decisions({ transferId }: { readonly transferId: string }) {
  const { t } = useTranslation();
  const api = useApi();
  const list = useQuery({
    queryKey: ['transfer', transferId, 'decisions'],
    queryFn: ({ signal }) => api.packs.decisions(transferId, { signal }),
  });
  return (
    <Section title={t('replay.title')} hint={t('replay.hint')}>
      {list.isPending && <Loading lines={3} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.data.decisions.length === 0 && <p className="text-sm text-soft">{t('replay.none')}</p>}
      {list.isSuccess && (
        <ul>
          {list.data.decisions.map((decision) => (
            <Row key={decision.id} transferId={transferId} decision={decision} />
          ))}
        </ul>
      )}
    </Section>
  );
}
