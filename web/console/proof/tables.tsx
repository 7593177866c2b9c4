/** The same sums by route, and by what it was that left. */
import type { ReactNode } from 'react';
import type { Proof } from '../../../src/model/api/proof.ts';
import { type MessageId, type Translation, useTranslation } from '../i18n/translate.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { useRouteName } from './route-name.ts';

const KINDS = ['notice', 'code', 'reminder', 'public', 'test', 'answer', 'ended', 'delivery', 'control'] as const;

/** A kind of a newer server is something else. */
function kindText({ t }: Pick<Translation, 't'>, kind: string): string {
  const known = KINDS.find((one) => one === kind);
  return known === undefined ? t('proof.kind.other') : t(`proof.kind.${known}`);
}

export function Kinds({ kinds }: { readonly kinds: Proof['kinds'] }) {
  const { t, format } = useTranslation();
  return (
    <Section title={t('proof.kinds')} hint={t('proof.kinds_hint')}>
      <Facts
        rows={kinds.map(({ kind, crossed, sandbox }) => [
          kindText({ t }, kind),
          t('proof.kind_text', {
            n: crossed.records + sandbox.records,
            bytes: format.bytes(crossed.bytes + sandbox.bytes),
          }),
        ])}
      />
    </Section>
  );
}

export function Routes({ routes }: { readonly routes: Proof['routes'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('proof.routes')} hint={t('proof.routes_hint')}>
      <ul className="grid gap-3 lg:hidden">
        {routes.map((route) => (
          <RouteCard key={`${route.door} ${route.connection}`} route={route} />
        ))}
      </ul>
      <div className="hidden lg:block">
        <RouteTable routes={routes} />
      </div>
    </Section>
  );
}

type Cell = readonly [label: MessageId, value: ReactNode];

function useCells(): (route: Proof['routes'][number]) => readonly Cell[] {
  const { format } = useTranslation();
  return ({ sums }) => {
    const { granted, held, refused, crossed, sandbox, notices, messages, personal } = sums;
    return [
      ['proof.col.stayed', format.bytes(granted.bytes)],
      ['proof.col.direct', format.bytes(granted.direct + held.direct + refused.direct)],
      ['proof.col.crossed', format.bytes(crossed.bytes)],
      ['proof.col.sandbox', format.bytes(sandbox.bytes)],
      ['proof.col.messages', `${format.number(notices)} / ${format.number(messages)}`],
      ['proof.col.personal', format.number(personal)],
    ];
  };
}

function RouteCard({ route }: { readonly route: Proof['routes'][number] }) {
  const { t } = useTranslation();
  const nameOf = useRouteName();
  const cells = useCells()(route);
  return (
    <li className="rounded-xl border border-line p-4">
      <h3 className="mb-2 text-sm font-medium break-words">{nameOf(route)}</h3>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-sm">
        {cells.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-soft">{t(label)}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function RouteTable({ routes }: { readonly routes: Proof['routes'] }) {
  const { t } = useTranslation();
  const nameOf = useRouteName();
  const cellsOf = useCells();
  const [first] = routes;
  if (first === undefined) return null;
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-[0.8125rem] text-soft">
        <tr>
          <th scope="col" className="py-1.5 pr-3 font-medium">
            {t('proof.route')}
          </th>
          {cellsOf(first).map(([label]) => (
            <th key={label} scope="col" className="px-3 py-1.5 text-right font-medium last:pr-0">
              {t(label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="tabular-nums">
        {routes.map((route) => (
          <tr key={`${route.door} ${route.connection}`} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 font-normal">
              {nameOf(route)}
            </th>
            {cellsOf(route).map(([label, value]) => (
              <td key={label} className="px-3 py-2 text-right last:pr-0">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
