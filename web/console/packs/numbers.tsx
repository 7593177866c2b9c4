/** The numbers of a pack: what the statute sets is shown with the reason, what the organisation may set is set here. */
import { useState } from 'react';
import type { PackNumberView } from '../../../src/model/api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Section } from '../ui/page.tsx';
import { NumberDialog } from './number-dialog.tsx';
import { Code } from './text.tsx';

function Row({
  number,
  mayManage,
  onChange,
}: {
  readonly number: PackNumberView;
  readonly mayManage: boolean;
  readonly onChange: () => void;
}) {
  const { t, format } = useTranslation();
  const { statutory, own, setBy, setAt } = number;
  return (
    <li className="grid gap-1 rounded-xl border border-line p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm font-medium">{number.title ?? <Code>{number.param}</Code>}</p>
        {statutory ? <Badge tone="calm">{t('packs.number.statutory')}</Badge> : null}
        {!statutory && mayManage && <Button onClick={onChange}>{t('packs.number.change')}</Button>}
      </div>
      <p className="text-xl font-semibold tabular-nums">{format.number(number.value)}</p>
      <p className="text-[0.8125rem] text-soft">
        {number.source}
        {number.title !== null && (
          <>
            {' · '}
            <Code>{number.param}</Code>
          </>
        )}
      </p>
      <p className="text-[0.8125rem] text-soft">
        {statutory ? t('packs.number.why') : t(`packs.number.${number.stricter}`, { n: format.number(number.default) })}
      </p>
      {own !== null && setBy !== null && setAt !== null && (
        <p className="text-[0.8125rem] text-soft">
          {t('packs.number.set_by', { name: setBy, time: format.dateTime(setAt) })}
        </p>
      )}
    </li>
  );
}

export function Numbers({
  numbers,
  mayManage,
}: {
  readonly numbers: readonly PackNumberView[];
  readonly mayManage: boolean;
}) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState<PackNumberView | null>(null);
  return (
    <Section title={t('packs.numbers')} hint={t('packs.numbers_hint')}>
      {numbers.length === 0 && <p className="text-sm text-soft">{t('packs.number.none')}</p>}
      <ul className="grid gap-3">
        {numbers.map((number) => (
          <Row key={number.param} number={number} mayManage={mayManage} onChange={() => setChanging(number)} />
        ))}
      </ul>
      {changing !== null && <NumberDialog number={changing} onClose={() => setChanging(null)} />}
    </Section>
  );
}
