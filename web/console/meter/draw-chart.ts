/** How the chart of bytes per day is drawn. Kept and crossed differ by powers of ten, so the scale is logarithmic. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Day } from './days.ts';

type ChartColours = {
  readonly kept: string;
  readonly crossed: string;
  readonly line: string;
  readonly text: string;
  readonly font: string;
};

/** Texts along the axes. */
export type ChartLabels = { readonly day: (day: string) => string; readonly bytes: (bytes: number) => string };

/** Returns the colours that are in force: they follow the theme, which a canvas cannot. */
function coloursOf(element: Element): ChartColours {
  const style = getComputedStyle(element);
  const font = `12px ${style.fontFamily}`;
  const probe = (name: string) => resolved(element, `var(${name})`);
  return { kept: probe('--accent'), crossed: probe('--wait'), line: probe('--line'), text: probe('--ink-soft'), font };
}

/** `light-dark()` has a value only as a colour of an element. */
function resolved(element: Element, colour: string): string {
  const probe = document.createElement('span');
  probe.style.color = colour;
  element.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

/** Nothing is no bar: a logarithmic scale has no zero. */
const drawn = (bytes: number): number | null => (bytes > 0 ? bytes : null);

function dataOf(days: readonly Day[]): uPlot.AlignedData {
  return [
    days.map((_, at) => at),
    days.map(({ contentBytes }) => drawn(contentBytes)),
    days.map(({ crossedBytes }) => drawn(crossedBytes)),
  ];
}

/** The scale begins at one byte, so that the height of a bar compares with every other. */
function bytesRange(days: readonly Day[]): uPlot.Range.MinMax {
  const most = Math.max(1000, ...days.flatMap(({ contentBytes, crossedBytes }) => [contentBytes, crossedBytes]));
  return [1, 10 ** Math.ceil(Math.log10(most))];
}

const EVERY_THOUSAND = [1, 1e3, 1e6, 1e9, 1e12, 1e15];

function chartOptions(
  days: readonly Day[],
  size: { readonly width: number; readonly height: number },
  colours: ChartColours,
  labels: ChartLabels,
): uPlot.Options {
  const bars = uPlot.paths.bars;
  const half = (align: 1 | -1) => (bars === undefined ? {} : { paths: bars({ size: [0.36, 18], align, gap: 1 }) });
  const axis = { stroke: colours.text, font: colours.font, ticks: { show: false } };
  const step = size.width < 480 ? 10 : 5;
  return {
    ...size,
    padding: [12, 8, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [-0.6, days.length - 0.4] },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the library's enum exists in its types only
      y: { distr: 3, log: 10, range: bytesRange(days) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        // Counted back from the newest day, so that today always has its name.
        splits: () => days.map((_, at) => at).filter((at) => (days.length - 1 - at) % step === 0),
        values: (_, splits) => splits.map((at) => labels.day(days[at]?.day ?? '')),
      },
      {
        ...axis,
        size: 72,
        grid: { stroke: colours.line, width: 1 },
        splits: (_, __, min, max) => EVERY_THOUSAND.filter((value) => value >= min && value <= max),
        filter: (_, splits) => splits,
        values: (_, splits) => splits.map((value) => labels.bytes(value)),
      },
    ],
    series: [
      {},
      { fill: colours.kept, stroke: colours.kept, width: 0, points: { show: false }, ...half(-1) },
      {
        fill: colours.crossed,
        stroke: colours.crossed,
        width: 0,
        points: { show: false },
        ...half(1),
      },
    ],
  };
}

/** Draws the chart into an element, as wide as it is; returns what takes it away again. */
export function drawChart(element: HTMLElement, days: readonly Day[], height: number, labels: ChartLabels): () => void {
  const size = { width: Math.floor(element.clientWidth), height };
  const chart = new uPlot(chartOptions(days, size, coloursOf(element), labels), dataOf(days), element);
  return () => chart.destroy();
}
