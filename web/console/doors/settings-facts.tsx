/** Settings of a connected program in words. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DoorDetail, DoorList } from '../../../src/model/api/doors.ts';
import { useSession } from '../api/context.tsx';
import { LANGUAGE_NAMES } from '../i18n/locale.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Facts } from '../ui/page.tsx';
import { connectionText } from './door-list.tsx';

type Row = readonly [string, ReactNode];

function Lines({ texts, none }: { readonly texts: readonly string[]; readonly none: string }) {
  if (texts.length === 0) return <>{none}</>;
  return (
    <ul>
      {texts.map((text) => (
        <li key={text} className="break-all">
          {text}
        </li>
      ))}
    </ul>
  );
}

export function RouteFacts({ door, connections }: { readonly door: DoorDetail } & Pick<DoorList, 'connections'>) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { entities } = useSession();
  const { route, answers } = door.settings;
  const rows: Row[] = [
    [
      t('door.audience'),
      <Link key="audience" to="/audiences" className="text-accent underline underline-offset-2">
        {door.audience?.name ?? t('door.no_audience')}
      </Link>,
    ],
    [t('door.connection'), connectionText(translation, connections, route.connectionId)],
    [t('new.from'), entities.find((one) => one.id === route.entityId)?.name ?? '–'],
    [t('new.purpose'), t(`purpose.${route.purpose}`)],
    [t('door.locale'), LANGUAGE_NAMES[route.locale]],
    [t('door.template'), t(`door.template.${route.template}`)],
    ...(route.label === null ? [] : [[t('door.label'), route.label] as const]),
    [
      t('door.digest'),
      route.digestSeconds === 0 ? t('door.digest_none') : t('door.seconds', { n: route.digestSeconds }),
    ],
    [t('door.pass_public'), t(route.passPublic ? 'stated.yes' : 'stated.no')],
    [t('door.mention_all'), t(route.mentionAll ? 'stated.yes' : 'stated.no')],
    [t('door.expires'), format.number(route.expiresInDays)],
    [t('door.opens'), format.number(route.opensMax)],
    [t('door.held'), t(`door.held.${answers.held}`)],
    [t('door.refusal'), t(`door.refusal.${answers.refusalStatus}`)],
    [t('door.owner'), door.owner],
  ];
  return <Facts rows={rows} />;
}

export function ProofFacts({ door }: { readonly door: DoorDetail }) {
  const { t, format } = useTranslation();
  const { security, app } = door.settings;
  const robot: Row[] = [
    [t('door.signed'), t(security.signed ? 'stated.yes' : 'stated.no')],
    [t('door.keywords'), <Lines key="keywords" texts={security.keywords} none={t('door.none')} />],
  ];
  const rows: Row[] = [
    ...(app === null ? robot : []),
    [t('door.networks'), <Lines key="networks" texts={security.networks} none={t('door.anywhere')} />],
    [t('door.per_minute'), format.number(security.perMinute)],
  ];
  if (app !== null && door.appKey !== null)
    rows.push(
      [
        t('door.app_key'),
        <code key="key" className="font-mono text-[0.8125rem] break-all">
          {door.appKey}
        </code>,
      ],
      [
        t('door.robot_code'),
        <code key="code" className="font-mono text-[0.8125rem] break-all">
          {app.robotCode}
        </code>,
      ],
      [t('door.agent_id'), String(app.agentId)],
      [t('door.conversations'), <Lines key="conversations" texts={app.conversationIds} none={t('door.none')} />],
    );
  return <Facts rows={rows} />;
}
