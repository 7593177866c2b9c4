/** What one recipient opened, when, from where and how far: one line for each opening. */
import type { Delivery } from '../../../src/model/api/delivery.ts';
import { rangesOf } from '../../../src/model/page-ranges.ts';
import { placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';

type Recipient = Delivery['recipients'][number];
type Opening = Recipient['openings'][number];

/** What of it reached the recipient, in words. */
function received({ t, format }: Translation, opening: Opening): string {
  if (opening.releasedAt === null) return t('delivery.not_released');
  if (opening.kind === 'text') return t('delivery.text_shown');
  if (opening.kind === 'download')
    return opening.finishedAt === null
      ? t('delivery.not_finished')
      : t('delivery.finished_at', { time: format.dateTime(opening.finishedAt) });
  if (opening.pages.length === 0) return t('delivery.no_page');
  const pages = rangesOf(opening.pages.map((one) => one.page));
  return opening.pagesOf === null
    ? t('delivery.pages', { pages })
    : t('delivery.pages_of', { pages, of: opening.pagesOf });
}

function Receipt({ opening }: { readonly opening: Opening }) {
  const { t, format } = useTranslation();
  const [first] = opening.receipts;
  if (first === undefined) return <span className="text-soft">{t('delivery.no_receipt')}</span>;
  return (
    <div className="grid gap-0.5">
      <Badge tone="good">{t('delivery.signed')}</Badge>
      <span className="text-[0.8125rem] text-soft">{format.dateTime(first.signedAt)}</span>
    </div>
  );
}

const COLUMNS = ['opened', 'what', 'from', 'received', 'receipt'] as const;
type Column = (typeof COLUMNS)[number];

/** One cell of the table, and one line of the card that stands in its place on a phone. */
function Cell({
  column,
  opening,
  name,
}: {
  readonly column: Column;
  readonly opening: Opening;
  readonly name: string;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  switch (column) {
    case 'opened':
      return format.dateTime(opening.openedAt);
    case 'what':
      return name;
    case 'received':
      return received(translation, opening);
    case 'receipt':
      return <Receipt opening={opening} />;
    case 'from':
    default:
      return (
        <>
          {opening.place === null ? t('place.unknown') : placeName(translation, opening.place)}
          <p className="text-[0.8125rem] text-soft">
            {t(opening.deviceId === null ? 'delivery.device_unknown' : 'delivery.device_known')}
          </p>
        </>
      );
  }
}

/** A table where there is room, cards on a phone. */
export function Openings({ recipient, objects }: { readonly recipient: Recipient } & Pick<Delivery, 'objects'>) {
  const { t } = useTranslation();
  const { openings } = recipient;
  if (openings.length === 0) return <p className="text-sm text-soft">{t('delivery.nothing_opened')}</p>;
  const nameOf = ({ objectId }: Opening) => {
    const object = objects.find((one) => one.id === objectId);
    return object === undefined || object.kind === 'message' ? t('detail.message') : object.name;
  };
  return (
    <>
      <table className="hidden w-full text-left text-sm md:table">
        <caption className="sr-only">{t('delivery.openings', { name: recipient.name })}</caption>
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="py-2 pr-4 font-medium last:pr-0">
                {t(`delivery.col.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {openings.map((opening) => (
            <tr key={opening.id} className="border-b border-line align-top last:border-0">
              {COLUMNS.map((column) => (
                <td key={column} className="py-2 pr-4 wrap-anywhere last:pr-0">
                  <Cell column={column} opening={opening} name={nameOf(opening)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul aria-label={t('delivery.openings', { name: recipient.name })} className="grid gap-3 md:hidden">
        {openings.map((opening) => (
          <li key={opening.id} className="rounded-xl border border-line p-3 text-sm">
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
              {COLUMNS.map((column) => (
                <div key={column} className="contents">
                  <dt className="text-soft">{t(`delivery.col.${column}`)}</dt>
                  <dd className="wrap-anywhere">
                    <Cell column={column} opening={opening} name={nameOf(opening)} />
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}
