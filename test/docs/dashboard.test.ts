/** The dashboard for Grafana asks for metrics that exist, by labels that they have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/governance/metrics/table.ts';

type Panel = {
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
};
const { panels } = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/grafana/entrepot.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
};
const targets = panels.flatMap(({ targets: all }) => all);
const named = (expr: string): string[] => expr.match(/\b(?:entrepot|process|nodejs)_[a-z0-9_]+\b/g) ?? [];
/** Of the scrape itself. */
const SCRAPED = new Set(['instance', 'job']);

describe('docs/grafana/entrepot.json', () => {
  it('names in every panel only metrics that are given', () => {
    expect(targets.length).toBeGreaterThan(20);
    for (const { expr } of targets) {
      expect(named(expr).length, expr).toBeGreaterThan(0);
      expect(named(expr).filter((name) => !Object.hasOwn(METRICS, name))).toEqual([]);
    }
  });

  it('shows every metric in some panel', () => {
    const shown = new Set(targets.flatMap(({ expr }) => named(expr)));
    expect(Object.keys(METRICS).filter((name) => !shown.has(name))).toEqual([]);
  });

  it('uses labels that the metrics of the panel have', () => {
    const labelsOf = new Map<string, readonly string[]>(
      Object.entries(METRICS).map(([name, { labels }]) => [name, labels]),
    );
    for (const { expr, legendFormat } of targets) {
      const known = new Set(named(expr).flatMap((name) => labelsOf.get(name) ?? []));
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
        list.split(',').map((one) => one.trim()),
      );
      const matched = [...expr.matchAll(/[{,]\s*([a-z_]+)\s*[=!]/g)].map(([, label = '']) => label);
      const legend = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = '']) => label);
      expect([
        expr,
        [...grouped, ...matched, ...legend].filter((label) => !known.has(label) && !SCRAPED.has(label)),
      ]).toEqual([expr, []]);
    }
  });

  it('counts by the rate of a counter, and reads a gauge as it is', () => {
    for (const { expr } of targets)
      for (const [, name = ''] of expr.matchAll(/(?:rate|increase)\((\w+)/g)) expect(name).toMatch(/_total$/);
  });

  it('lays no panel over another', () => {
    for (const [at, { gridPos: a, title }] of panels.entries())
      for (const { gridPos: b } of panels.slice(at + 1))
        expect([title, a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h]).toEqual([
          title,
          false,
        ]);
  });
});
