/** What became of one's own transfers, newest first, and how one wishes to be told. */
import { Link } from '@tanstack/react-router';
import type { DeliveryNewsList } from '../../../src/model/api/delivery.ts';
import { useNews, useSeen } from '../delivery/use-delivery.ts';
import { WishPanel } from '../delivery/wish-panel.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

function News({ list }: { readonly list: DeliveryNewsList }) {
  const { t, format } = useTranslation();
  if (list.news.length === 0) return <Empty title={t('delivery.news.none')}>{t('delivery.news.none_hint')}</Empty>;
  return (
    <ul className="divide-y divide-line">
      {list.news.map((one) => (
        <li key={one.id} className="flex flex-wrap items-start justify-between gap-2 py-3 text-sm first:pt-0 last:pb-0">
          <div className="min-w-0">
            <p className="font-medium">{t(`timeline.${one.kind}`)}</p>
            <p className="text-[0.8125rem] text-soft">
              <Link
                to="/transfers/$id"
                params={{ id: one.transferId }}
                className="font-mono text-accent underline underline-offset-2"
              >
                {one.reference}
              </Link>
              {one.recipient !== null && ` · ${one.recipient}`} · {format.dateTime(one.at)}
            </p>
          </div>
          {one.unseen && <Badge tone="wait">{t('delivery.news.new')}</Badge>}
        </li>
      ))}
    </ul>
  );
}

export function DeliveriesPage() {
  const { t } = useTranslation();
  const news = useNews();
  const seen = useSeen();
  const unseen = news.data?.unseen ?? 0;
  return (
    <Page title={t('nav.deliveries')} lead={t('delivery.news.lead')}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)]">
        <Section
          title={t('delivery.news.title')}
          hint={t('delivery.news.count', { n: unseen })}
          action={
            unseen > 0 && (
              <Button busy={seen.isPending} onClick={() => seen.mutate()}>
                {t('delivery.news.seen')}
              </Button>
            )
          }
        >
          {news.isPending && <Loading lines={5} />}
          {news.isError && <Failed error={news.error} retry={() => void news.refetch()} />}
          {news.isSuccess && <News list={news.data} />}
        </Section>
        <WishPanel />
      </div>
    </Page>
  );
}
