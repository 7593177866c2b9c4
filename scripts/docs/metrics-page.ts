/** docs/metrics.md from the table of metrics. */
import { METRICS } from '../../src/governance/metrics/table.ts';

const HEAD = `# Metrics

Made by \`npm run docs\` from \`src/governance/metrics/table.ts\`; do not edit.

\`GET /metrics\` on the server's own port gives these figures in the text format of Prometheus (0.0.4). This machine may read them, networks of
\`metrics.networks\`, and whoever sends \`metrics.token\` as a bearer token; everybody else gets 404. A request that came through a proxy which
is not configured is not taken for one of this machine. No label names a person, a recipient, a transfer or a group: \`connection\` is the name that an
officer gave a connection in its address, \`door\` the id of a door or empty.

Figures are read at most every five seconds. Sums are over everything that is stored, so they go on after a restart; of several servers on one
database each gives the same sums, and its own process. [A dashboard](grafana/entrepot.json) for Grafana holds the most important of them. Alerts that are
worth having: \`entrepot_personal_data_crossed_total > 0\`, \`entrepot_dead_letters > 0\`, \`entrepot_connection_up == 0\`,
\`entrepot_outbox_oldest_waiting_seconds > 900\`, \`entrepot_log_lag_seconds > 60\`, \`entrepot_incidents_open > 0\`.

\`\`\`yaml
scrape_configs:
  - job_name: entrepot
    scheme: https
    authorization: { credentials_file: /etc/prometheus/entrepot.token }
    static_configs: [{ targets: ['files.example.mo'] }]
\`\`\`

| metric | type | labels | is |
|---|---|---|---|
`;

export function metricsPage(): string {
  const rows = Object.entries(METRICS).map(([name, { type, labels, help }]) => {
    const shown = labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} | ${shown} | ${help.replaceAll('|', '\\|')} |\n`;
  });
  return HEAD + rows.join('');
}
