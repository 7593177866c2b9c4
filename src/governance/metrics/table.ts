/** Every metric that GET /metrics can give; docs/metrics.md is made from this, and the dashboard is held against it. */

type Spec = { readonly type: 'gauge' | 'counter'; readonly help: string; readonly labels: readonly string[] };

/** Names as Prometheus wants them: base units, `_total` for what only grows. Labels never name a person, a recipient or a transfer. */
export const METRICS = {
  entrepot_info: { type: 'gauge', help: 'Always 1; the version of the program.', labels: ['version'] },
  entrepot_outbox_messages: {
    type: 'gauge',
    help: 'Messages that wait to be sent, are being sent, or could not be sent.',
    labels: ['connection', 'state'],
  },
  entrepot_outbox_oldest_waiting_seconds: {
    type: 'gauge',
    help: 'Age of the oldest message that waits; 0 when none waits.',
    labels: [],
  },
  entrepot_dead_letters: {
    type: 'gauge',
    help: 'Messages that could not be sent and that nobody has looked at.',
    labels: ['connection', 'connection_kind'],
  },
  entrepot_messages_sent_total: {
    type: 'counter',
    help: 'Messages that a channel took, by what they were: notice, code, reminder and others.',
    labels: ['connection', 'connection_kind', 'kind'],
  },
  entrepot_content_kept_bytes_total: {
    type: 'counter',
    help: 'Bytes of content of granted transfers, which stayed at home.',
    labels: ['door'],
  },
  entrepot_direct_posting_bytes_total: {
    type: 'counter',
    help: 'Bytes that direct posting would have sent for the same transfers.',
    labels: ['door'],
  },
  entrepot_crossed_bytes_total: {
    type: 'counter',
    help: 'Bytes of every body that left; sandbox="true" is what would have left.',
    labels: ['connection', 'connection_kind', 'kind', 'sandbox'],
  },
  entrepot_personal_data_crossed_total: {
    type: 'counter',
    help: 'Findings of personal data in what left; must be 0.',
    labels: [],
  },
  entrepot_egress_stopped_total: {
    type: 'counter',
    help: 'Bodies that the egress guard stopped.',
    labels: ['connection'],
  },
  entrepot_gateway_calls_total: {
    type: 'counter',
    help: 'Calls of other programs: accepted ones became transfers, refused ones did not. door="" is a call that named no door.',
    labels: ['door', 'outcome'],
  },
  entrepot_decisions_total: {
    type: 'counter',
    help: 'Decisions of the rules, by the step that asked and the outcome.',
    labels: ['event', 'outcome'],
  },
  entrepot_classifications_total: {
    type: 'counter',
    help: 'Transfers by the level of their content.',
    labels: ['level'],
  },
  entrepot_log_waiting_entries: { type: 'gauge', help: 'Audit events that wait for the log.', labels: [] },
  entrepot_log_lag_seconds: {
    type: 'gauge',
    help: 'Age of the oldest audit event that waits for the log; 0 when none waits.',
    labels: [],
  },
  entrepot_incidents_open: { type: 'gauge', help: 'Incidents that nobody has closed.', labels: ['kind'] },
  entrepot_connection_up: {
    type: 'gauge',
    help: '0 when a connection needs a person, else 1.',
    labels: ['connection', 'connection_kind'],
  },
  entrepot_connection_failures: {
    type: 'gauge',
    help: 'Failures of a connection since it last worked.',
    labels: ['connection', 'connection_kind'],
  },
  entrepot_connection_quota_left: {
    type: 'gauge',
    help: 'What the vendor says is left this month; only where it says so.',
    labels: ['connection', 'connection_kind'],
  },
  process_start_time_seconds: { type: 'gauge', help: 'Start of the process, Unix time.', labels: [] },
  process_cpu_seconds_total: { type: 'counter', help: 'Processor time of the process.', labels: [] },
  process_resident_memory_bytes: { type: 'gauge', help: 'Memory of the process.', labels: [] },
  nodejs_heap_used_bytes: { type: 'gauge', help: 'Heap in use.', labels: [] },
  nodejs_eventloop_delay_seconds: {
    type: 'gauge',
    help: 'Delay of the event loop since the scrape before.',
    labels: ['quantile'],
  },
} as const satisfies Readonly<Record<string, Spec>>;

export type MetricName = keyof typeof METRICS;
type LabelOf<N extends MetricName> = (typeof METRICS)[N]['labels'][number];

export type Sample = {
  readonly name: MetricName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** One value of a metric with exactly its labels. */
export function sample<N extends MetricName>(
  name: N,
  value: number,
  labels: Readonly<Record<LabelOf<N>, string>>,
): Sample {
  return { name, labels, value };
}
