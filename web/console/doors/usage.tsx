/** What went through a program's door: the last day beside the last thirty. */
import type { DoorUsage } from '../../../src/model/api/doors.ts';
import { type MessageId, type Translation, useTranslation } from '../i18n/translate.tsx';

type Row = readonly [label: MessageId, show: (usage: DoorUsage) => string];

function rowsOf({ format }: Translation): readonly Row[] {
  return [
    ['door.usage.calls', ({ calls }) => format.number(calls)],
    ['door.usage.granted', ({ granted }) => format.number(granted)],
    ['door.usage.held', ({ held }) => format.number(held)],
    ['door.usage.refused', ({ refused }) => format.number(refused)],
    ['door.usage.notices', ({ notices }) => format.number(notices)],
    ['door.usage.arrived', ({ arrivedBytes }) => format.bytes(arrivedBytes)],
    ['door.usage.crossed', ({ crossedBytes }) => format.bytes(crossedBytes)],
    ['door.usage.kept', ({ keptShare }) => (keptShare === null ? '–' : format.percent(keptShare))],
  ];
}

export function Usage({ day, month }: { readonly day: DoorUsage; readonly month: DoorUsage }) {
  const translation = useTranslation();
  const { t } = translation;
  return (
    <table className="w-full text-left text-sm">
      <thead className="text-[0.8125rem] text-soft">
        <tr className="border-b border-line">
          <th scope="col">
            <span className="sr-only">{t('door.usage.what')}</span>
          </th>
          <th scope="col" className="py-2 pl-3 text-right font-medium">
            {t('door.usage.day')}
          </th>
          <th scope="col" className="py-2 pl-3 text-right font-medium">
            {t('door.usage.month')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(translation).map(([label, show]) => (
          <tr key={label} className="border-b border-line last:border-0">
            <th scope="row" className="py-2 font-normal text-soft">
              {t(label)}
            </th>
            <td className="py-2 pl-3 text-right tabular-nums">{show(day)}</td>
            <td className="py-2 pl-3 text-right tabular-nums">{show(month)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
