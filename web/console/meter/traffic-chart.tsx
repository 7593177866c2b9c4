/** Bytes that stayed and bytes that crossed, day by day: a picture for those who look, a table for those who read. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { LANGUAGE_TAGS } from '../i18n/locale.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import type { ChartLabels, drawChart } from './draw-chart.ts';
import type { Day } from './days.ts';

const HEIGHT = 240;

/** The library comes when the chart is shown. Where it cannot be had, the table below says the same. */
function useDrawChart(): typeof drawChart | null {
  const [draw, setDraw] = useState<typeof drawChart | null>(null);
  useEffect(() => {
    let current = true;
    const load = async () => {
      const loaded = await import('./draw-chart.ts').catch(() => null);
      if (current && loaded !== null) setDraw(() => loaded.drawChart);
    };
    void load();
    return () => {
      current = false;
    };
  }, []);
  return draw;
}

/** Draws the chart again whenever its days, its width or the theme change; a canvas follows none of them by itself. */
function useChart(days: readonly Day[], labels: ChartLabels) {
  const host = useRef<HTMLDivElement>(null);
  const drawInto = useDrawChart();
  useEffect(() => {
    const element = host.current;
    if (element === null || drawInto === null) return undefined;
    let remove = () => {};
    const draw = () => {
      remove();
      remove = element.clientWidth === 0 ? () => {} : drawInto(element, days, HEIGHT, labels);
    };
    const resized = new ResizeObserver(draw);
    resized.observe(element);
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    const chosen = new MutationObserver(draw);
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      resized.disconnect();
      chosen.disconnect();
      dark.removeEventListener('change', draw);
      remove();
    };
  }, [days, labels, drawInto]);
  return host;
}

function Key({ className, children }: { readonly className: string; readonly children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={`size-3 rounded-sm ${className}`} />
      {children}
    </span>
  );
}

function DaysTable({ days }: { readonly days: readonly Day[] }) {
  const { t, format } = useTranslation();
  const busy = days.filter(({ contentBytes, crossedBytes }) => contentBytes > 0 || crossedBytes > 0).reverse();
  if (busy.length === 0) return <p className="text-soft">{t('meter.chart_empty')}</p>;
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-[0.8125rem] text-soft">
          <tr>
            <th scope="col" className="py-1.5 pr-3 font-medium">
              {t('meter.col.day')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              {t('meter.kept_bytes')}
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              {t('meter.crossed_bytes')}
            </th>
            <th scope="col" className="py-1.5 pl-3 text-right font-medium">
              {t('meter.col.notices')}
            </th>
          </tr>
        </thead>
        <tbody className="tabular-nums">
          {busy.map((day) => (
            <tr key={day.day} className="border-t border-line">
              <th scope="row" className="py-1.5 pr-3 font-normal whitespace-nowrap">
                {format.date(`${day.day}T12:00:00`)}
              </th>
              <td className="px-3 py-1.5 text-right">{format.bytes(day.contentBytes)}</td>
              <td className="px-3 py-1.5 text-right">{format.bytes(day.crossedBytes)}</td>
              <td className="py-1.5 pl-3 text-right">{format.number(day.notices)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** @param label - What the picture is of; by default the last 30 days. */
export function TrafficChart({ days, label }: { readonly days: readonly Day[]; readonly label?: string }) {
  const { t, locale, format } = useTranslation();
  const labels = useMemo(() => {
    const short = new Intl.DateTimeFormat(LANGUAGE_TAGS[locale], { month: 'numeric', day: 'numeric' });
    return {
      day: (day: string) => (day === '' ? '' : short.format(new Date(`${day}T12:00:00`))),
      bytes: (bytes: number) => format.bytes(bytes),
    };
  }, [locale, format]);
  const host = useChart(days, labels);
  return (
    <div className="grid gap-3">
      <figure aria-label={label ?? t('meter.chart_label')} className="grid gap-3">
        <p aria-hidden="true" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <Key className="bg-accent">{t('meter.kept_bytes')}</Key>
          <Key className="bg-wait">{t('meter.crossed_bytes')}</Key>
        </p>
        <div ref={host} aria-hidden="true" className="min-h-60 w-full overflow-hidden" />
      </figure>
      <Disclosure summary={t('meter.as_table')}>
        <DaysTable days={days} />
      </Disclosure>
    </div>
  );
}
