/** Trying out a situation: nothing is sent, nothing is stored, and after loading nothing is asked of the server. */
import type { Facts } from '../../../src/model/facts.ts';
import { useSession, type ReadySession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { SameRules } from '../policy/same-rules.tsx';
import { usePolicy } from '../policy/use-policy.ts';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { Column } from '../what-if/column.tsx';
import { Comparison } from '../what-if/comparison.tsx';
import { type Situations, useSituations } from '../what-if/use-situations.ts';
import { useWhatIf } from '../what-if/use-what-if.ts';

/** From the organisation's own place to a partner in the mainland: what is asked most. */
function startOf({ entities }: ReadySession): Facts {
  const [entity] = entities;
  return {
    event: 'send',
    at: `${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)}T12:00:00+08:00`,
    origin: entity?.jurisdiction ?? 'MO',
    ...(entity?.city === null || entity?.city === undefined ? {} : { origin_city: entity.city }),
    dest: entity?.jurisdiction === 'CN' ? 'HK' : 'CN',
    recipient: { type: 'controller' },
    role: 'controller',
    level: 'confidential',
    cats: ['user.name', 'user.contact.email', 'user.contact.phone_number'],
    n: 1,
    purpose: { use: 'contract_performance', same_as_collection: true },
  };
}

export function WhatIfPage() {
  const { t } = useTranslation();
  const session = useSession();
  const policy = usePolicy();
  const [situations, setSituations] = useSituations(() => startOf(session));
  const [first, second] = situations;
  const a = useWhatIf(policy.data, first);
  const b = useWhatIf(policy.data, second ?? null);
  const change = (next: Situations) => setSituations(next);
  const changeFirst = (facts: Facts) => change(second === undefined ? [facts] : [facts, second]);
  const compare =
    second === undefined ? (
      <Button kind="primary" icon="copy" onClick={() => change([first, first])}>
        {t('whatif.compare')}
      </Button>
    ) : (
      <Button icon="close" onClick={() => change([first])}>
        {t('whatif.stop_comparing')}
      </Button>
    );
  return (
    <Page title={t('nav.what_if')} lead={t('whatif.lead')} action={compare}>
      <div className="grid gap-4">
        {policy.isError && <Failed error={policy.error} retry={() => void policy.refetch()} />}
        {policy.isSuccess && <SameRules policy={policy.data} />}
        {second !== undefined && a.answer !== null && b.answer !== null && (
          <Comparison a={{ facts: first, answer: a.answer }} b={{ facts: second, answer: b.answer }} />
        )}
        <div className={second === undefined ? 'grid gap-4' : 'grid items-start gap-4 lg:grid-cols-2'}>
          <Column
            name="a"
            title={t(second === undefined ? 'whatif.situation' : 'compare.a')}
            facts={first}
            onChange={changeFirst}
            answered={a}
            beside={second !== undefined}
            failed={policy.isError}
          />
          {second !== undefined && (
            <Column
              name="b"
              title={t('compare.b')}
              facts={second}
              onChange={(facts) => change([first, facts])}
              answered={b}
              beside
              failed={policy.isError}
            />
          )}
        </div>
        <p className="text-sm text-soft">{t('whatif.not_advice')}</p>
      </div>
    </Page>
  );
}
