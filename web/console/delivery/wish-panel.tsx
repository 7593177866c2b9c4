/** How the reader is told of his deliveries: by which connection, of what, and whether at night too. */
import { useState } from 'react';
import type { DeliveryWish, DeliveryWishView } from '../../../src/model/api/delivery.ts';
import { DELIVERY_NEWS } from '../../../src/model/notice.ts';
import { channelName } from '../i18n/channels.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { SelectField } from '../ui/field.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useSaveWish, useWish } from './use-delivery.ts';

/** Stands for no connection, which has no id. */
const CONSOLE = 'console';

function WishForm({ view }: { readonly view: DeliveryWishView }) {
  const translation = useTranslation();
  const { t } = translation;
  const toast = useToast();
  const [wish, setWish] = useState<DeliveryWish>({
    connection: view.connection,
    events: view.events,
    byDay: view.byDay,
  });
  const save = useSaveWish(() => toast(t('delivery.wish.saved')));
  const options = [
    { value: CONSOLE, label: t('delivery.wish.console') },
    ...view.connections.map((one) => {
      const name = channelName(translation, one.label);
      return { value: one.id, label: t(`delivery.wish.by_${one.reaches}`, { name }) };
    }),
  ];
  const chosen = view.connections.find((one) => one.id === wish.connection);
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(wish);
      }}
    >
      <SelectField
        label={t('delivery.wish.how')}
        hint={t(chosen?.reaches === 'group' ? 'delivery.wish.group_hint' : 'delivery.wish.how_hint')}
        value={wish.connection ?? CONSOLE}
        options={options}
        onChange={(value) => setWish({ ...wish, connection: value === CONSOLE ? null : value })}
      />
      {wish.connection !== null && (
        <fieldset>
          <legend className="text-sm font-medium">{t('delivery.wish.of')}</legend>
          {DELIVERY_NEWS.map((news) => (
            <CheckField
              key={news}
              label={t(`delivery.news.${news}`)}
              checked={wish.events.includes(news)}
              onChange={(checked) =>
                setWish({
                  ...wish,
                  events: DELIVERY_NEWS.filter((one) => (one === news ? checked : wish.events.includes(one))),
                })
              }
            />
          ))}
          <div className="mt-2 border-t border-line pt-2">
            <CheckField
              label={t('delivery.wish.by_day')}
              hint={t(view.calendar ? 'delivery.wish.by_day_hint' : 'delivery.wish.no_calendar')}
              checked={wish.byDay}
              onChange={(byDay) => setWish({ ...wish, byDay })}
            />
          </div>
        </fieldset>
      )}
      {save.isError && <Failed error={save.error} />}
      <div>
        <Button type="submit" kind="primary" busy={save.isPending}>
          {t('delivery.wish.save')}
        </Button>
      </div>
    </form>
  );
}

export function WishPanel() {
  const { t } = useTranslation();
  const wish = useWish();
  return (
    <Section title={t('delivery.wish.title')} hint={t('delivery.wish.hint')}>
      {wish.isPending && <Loading lines={3} />}
      {wish.isError && <Failed error={wish.error} retry={() => void wish.refetch()} />}
      {wish.isSuccess && <WishForm view={wish.data} />}
    </Section>
  );
}
