/** The text format of Prometheus, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). */
import { METRICS, type MetricName, type Sample } from './table.ts';

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Returns the page: every metric of the table with its help and type, also those that have no value now. */
export function metricsText(samples: readonly Sample[]): string {
  const byName = new Map<MetricName, Sample[]>();
  for (const one of samples) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  return NAMES.map((name) => {
    const { help, type } = METRICS[name];
    const head = `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n`;
    return head + (byName.get(name) ?? []).map(line).join('');
  }).join('');
}

function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(METRICS, name);
}

const NAMES: readonly MetricName[] = Object.keys(METRICS).filter(isMetricName);

function line({ name, labels, value }: Sample): string {
  const written = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${written.length === 0 ? '' : `{${written.join(',')}}`} ${numberText(value)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
