/** Implements F5. The Grafana dashboard: what to look at first stands first. */
import { CHANNELS } from '#contracts';
import { OBJECTIVES, OBJECTIVE_IDS, type ObjectiveId } from '#notifications';

interface Query {
  readonly expr: string;
  readonly legend: string;
}

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly kind: 'timeseries' | 'stat' | 'table';
  /** Of Grafana's. */
  readonly unit: 's' | 'percentunit' | 'short' | 'ops' | 'reqps' | 'bytes' | 'bool' | 'none';
  /** Of 24. */
  readonly width: number;
  readonly queries: readonly Query[];
}

interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

const CHANNEL = 'channel=~"$channel"';
const RATE = '[$__rate_interval]';

const lines = { kind: 'timeseries', width: 8 } as const;
const figure = { kind: 'stat', width: 4 } as const;

const ROWS: readonly Row[] = [
  {
    title: 'Are customers being told?',
    panels: [
      {
        ...figure,
        title: 'Alerts',
        description: 'Alerts that are raised now. The table below names them.',
        unit: 'short',
        queries: [{ expr: 'count(max by (alert, subject) (notification_alerts_active)) or vector(0)', legend: '' }],
      },
      ...OBJECTIVE_IDS.map((objective) => objectivePanel(objective)),
      {
        ...figure,
        title: 'Oldest waiting',
        description: 'For how long the oldest notification has been due that no worker has taken.',
        unit: 's',
        queries: [{ expr: `max(notification_queue_oldest_due_seconds{${CHANNEL},waited="false"})`, legend: '' }],
      },
      {
        ...figure,
        title: 'Consumer lag',
        description: 'Messages on Kafka that are still to be read, over all groups.',
        unit: 'short',
        queries: [{ expr: 'sum(max by (group, topic) (kafka_consumer_group_lag_sum))', legend: '' }],
      },
      {
        ...figure,
        title: 'Dead letters',
        description: 'Notifications that were given up on over the last 15 minutes.',
        unit: 'short',
        queries: [{ expr: 'max(notification_recent_dead_letters)', legend: '' }],
      },
      {
        ...lines,
        title: 'Outcomes',
        description: 'Notifications that came to the end of their work, by status. "sent" is accepted by the provider.',
        unit: 'ops',
        queries: [
          { expr: `sum by (status) (rate(notification_settled_total{${CHANNEL}}${RATE}))`, legend: '{{status}}' },
        ],
      },
      {
        ...lines,
        title: 'Event to acceptance',
        description: 'From the order event to the acceptance by the provider. 95 of 100 are to stay below 60 s.',
        unit: 's',
        queries: [0.5, 0.95, 0.99].map((quantile) => ({
          expr: quantileOf(quantile, 'notification_acceptance_duration_seconds', CHANNEL),
          legend: `p${quantile * 100}`,
        })),
      },
      {
        ...lines,
        title: 'Delivery rate',
        description:
          'Delivered, of those that were delivered or failed over the last 15 minutes. Suppressed ones are no failure.',
        unit: 'percentunit',
        queries: [
          {
            expr: `max by (channel) (notification_recent_endings{${CHANNEL},status="delivered"}) / sum by (channel) (max by (channel, status) (notification_recent_endings{${CHANNEL}}))`,
            legend: '{{channel}}',
          },
        ],
      },
      {
        ...lines,
        width: 12,
        title: 'Burn rate over an hour',
        description: 'How many times faster than its objective allows a channel uses up its budget of failures.',
        unit: 'none',
        queries: OBJECTIVE_IDS.map((objective) => ({
          expr: `(1 - (${shareKept(objective)})) / (1 - ${OBJECTIVES[objective].target})`,
          legend: `${objective} {{channel}}`,
        })),
      },
      {
        kind: 'table',
        width: 12,
        title: 'Active alerts',
        description: 'What is raised now, and about what.',
        unit: 'none',
        queries: [{ expr: 'max by (alert, subject, severity) (notification_alerts_active)', legend: '' }],
      },
    ],
  },
  {
    title: 'Providers',
    panels: [
      {
        ...lines,
        title: 'Provider calls',
        description: 'Finished calls, by how they ended.',
        unit: 'ops',
        queries: [
          {
            expr: `sum by (channel, outcome) (rate(notification_attempts_total{${CHANNEL}}${RATE}))`,
            legend: '{{channel}} {{outcome}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Time of a call, p95',
        description: '95 of 100 calls to the provider took less.',
        unit: 's',
        queries: [
          {
            expr: quantileOf(0.95, 'notification_attempt_duration_seconds', CHANNEL, 'channel'),
            legend: '{{channel}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Errors by code',
        description: "Calls that failed, by the provider's code. What the codes mean: docs/runbook.md.",
        unit: 'ops',
        queries: [
          {
            expr: `topk(10, sum by (channel, code) (rate(notification_attempts_total{${CHANNEL},outcome!="accepted"}${RATE})))`,
            legend: '{{channel}} {{code}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Retries',
        description:
          'Calls that are repeated after 1, 5 and 15 minutes, and rows that the poll took up when they fell due.',
        unit: 'ops',
        queries: [
          {
            expr: `sum by (channel) (rate(notification_attempts_total{${CHANNEL},outcome=~"retryable|unconfirmed"}${RATE}))`,
            legend: '{{channel}} to be repeated',
          },
          {
            expr: `sum by (channel, kind) (rate(notification_claims_total{${CHANNEL}}${RATE}))`,
            legend: '{{channel}} {{kind}} taken',
          },
        ],
      },
      {
        ...lines,
        title: 'Held back',
        description:
          '1 while nothing is sent on a channel: its breaker is open, its account is refused, or an operator paused it.',
        unit: 'bool',
        queries: [
          {
            expr: `max by (channel, cause) (notification_channel_held{${CHANNEL}})`,
            legend: '{{channel}} {{cause}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Reports of providers',
        description: 'What webhooks reported, by event.',
        unit: 'ops',
        queries: [
          {
            expr: `sum by (channel, event) (rate(notification_webhook_reports_total{${CHANNEL},event!="pixel"}${RATE}))`,
            legend: '{{channel}} {{event}}',
          },
        ],
      },
    ],
  },
  {
    title: 'Work',
    panels: [
      {
        ...lines,
        title: 'Queue',
        description: 'Notifications that work remains on, by what they wait for.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (state) (max by (channel, state) (notification_queue_depth{${CHANNEL}}))`,
            legend: '{{state}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Age of the queue',
        description: 'For how long the oldest row of a channel has been due. "true": it had to wait before.',
        unit: 's',
        queries: [
          {
            expr: `max by (channel, waited) (notification_queue_oldest_due_seconds{${CHANNEL}})`,
            legend: '{{channel}}, waited: {{waited}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Consumer lag by topic',
        description: 'Messages that a group is still to read.',
        unit: 'short',
        queries: [{ expr: 'max by (topic) (kafka_consumer_group_lag_sum)', legend: '{{topic}}' }],
      },
      {
        ...lines,
        title: 'Order events',
        description: 'What became of them: dispatched, duplicate, ignored, rejected.',
        unit: 'ops',
        queries: [{ expr: `sum by (result) (rate(notification_order_events_total${RATE}))`, legend: '{{result}}' }],
      },
      {
        ...lines,
        title: 'Decisions at dispatch',
        description: 'Notifications planned, by what was decided and why.',
        unit: 'ops',
        queries: [
          {
            expr: `sum by (decision, reason) (rate(notification_planned_total{${CHANNEL}}${RATE}))`,
            legend: '{{decision}} {{reason}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Left over',
        description:
          'Dead letters and events that could not be used over 15 minutes, and minutes of figures not added up yet.',
        unit: 'short',
        queries: [
          { expr: 'max(notification_recent_dead_letters)', legend: 'dead letters' },
          { expr: 'max(notification_recent_rejected_events)', legend: 'rejected events' },
          { expr: 'max(notification_figures_unmoved_seconds) / 60', legend: 'minutes of figures' },
        ],
      },
    ],
  },
  {
    title: 'API and stream',
    panels: [
      {
        ...lines,
        title: 'Requests',
        description: 'Requests to the API, by route. Those that match none are left out.',
        unit: 'reqps',
        queries: [
          {
            expr: `topk(10, sum by (http_route) (rate(http_server_request_duration_seconds_count{app="preferences-api",http_route!=""}${RATE})))`,
            legend: '{{http_route}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Time of an answer, p95',
        description: '95 of 100 answers took less. 100 ms are promised. Server-sent events are left out.',
        unit: 's',
        queries: [
          {
            expr: `topk(10, ${quantileOf(0.95, 'http_server_request_duration_seconds', 'app="preferences-api",http_route!~"|.*/stream"', 'http_route')})`,
            legend: '{{http_route}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Failed requests',
        description: 'Answers of 500 and above, by app.',
        unit: 'reqps',
        queries: [
          {
            expr: `sum by (app, http_response_status_code) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}${RATE}))`,
            legend: '{{app}} {{http_response_status_code}}',
          },
        ],
      },
      {
        ...lines,
        title: 'Connections to the stream',
        description: 'Open connections of customers, over all replicas.',
        unit: 'short',
        queries: [{ expr: 'sum(notification_stream_connections)', legend: 'connections' }],
      },
      {
        ...lines,
        title: 'Messages on Kafka',
        description: 'Messages handled and sent, by topic.',
        unit: 'ops',
        queries: ['consumed', 'sent'].map((direction) => ({
          expr: `sum by (messaging_destination_name) (rate(messaging_client_${direction}_messages_total${RATE}))`,
          legend: `{{messaging_destination_name}} ${direction}`,
        })),
      },
      {
        ...lines,
        title: 'Time of a batch, p95',
        description: '95 of 100 batches from Kafka were handled in less.',
        unit: 's',
        queries: [
          {
            expr: quantileOf(0.95, 'messaging_process_duration_seconds', '', 'messaging_destination_name'),
            legend: '{{messaging_destination_name}}',
          },
        ],
      },
    ],
  },
  {
    title: 'Runtime',
    panels: [
      {
        ...lines,
        title: 'Processor',
        description: 'Cores in use, by process. One is all that JavaScript can use.',
        unit: 'none',
        queries: [
          { expr: `sum by (app, instance) (rate(process_cpu_seconds_total${RATE}))`, legend: '{{app}} {{instance}}' },
        ],
      },
      {
        ...lines,
        title: 'Memory',
        description: 'Resident memory, by process.',
        unit: 'bytes',
        queries: [{ expr: 'max by (app, instance) (process_resident_memory_bytes)', legend: '{{app}} {{instance}}' }],
      },
      {
        ...lines,
        title: 'Event loop, busy',
        description: 'Share of the time. Near 100 % everything waits, and another replica helps.',
        unit: 'percentunit',
        queries: [
          {
            expr: `sum by (app, instance) (rate(nodejs_eventloop_time_seconds_total{nodejs_eventloop_state="active"}${RATE}))`,
            legend: '{{app}} {{instance}}',
          },
        ],
      },
      {
        ...lines,
        width: 12,
        title: 'Connections to PostgreSQL',
        description: 'Connections in use, and work that waits for one.',
        unit: 'short',
        queries: [
          {
            expr: 'sum by (app) (db_client_connection_count{db_client_connection_state="used"})',
            legend: '{{app}} used',
          },
          { expr: 'sum by (app) (db_client_connection_pending_requests)', legend: '{{app}} waiting' },
        ],
      },
      {
        kind: 'table',
        width: 12,
        title: 'What runs',
        description: 'Processes, and the version of each.',
        unit: 'none',
        queries: [{ expr: 'max by (service_name, service_version, instance) (target_info)', legend: '' }],
      },
    ],
  },
];

const HEIGHTS = { timeseries: 8, table: 8, stat: 4 } as const satisfies Record<Panel['kind'], number>;
const WIDTH = 24;
const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' } as const;

/** `deploy/grafana/order-notifications.json`. Schema 39 is that of Grafana 11; later ones migrate it by themselves. */
export function grafanaDashboard() {
  return {
    uid: 'order-notifications',
    title: 'Order notifications',
    description: 'Generated by npm run generate. Every metric: docs/metrics.md.',
    tags: ['order-notifications'],
    schemaVersion: 39,
    editable: true,
    graphTooltip: 1,
    refresh: '10s',
    timezone: 'browser',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: [dataSourceVariable(), channelVariable()] },
    panels: laidOut(ROWS),
  };
}

function dataSourceVariable() {
  return { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', current: {} };
}

function channelVariable() {
  const all = { text: 'All', value: '$__all', selected: true };
  return {
    name: 'channel',
    label: 'Channel',
    type: 'custom',
    query: CHANNELS.join(','),
    options: [all, ...CHANNELS.map((channel) => ({ text: channel, value: channel, selected: false }))],
    current: all,
    includeAll: true,
    allValue: '.*',
    multi: true,
  };
}

/** From left to right, a new line where the next panel does not fit. */
function laidOut(rows: readonly Row[]): object[] {
  let [x, y, height] = [0, 0, 0];
  let id = 0;
  const newLine = () => ([x, y, height] = [0, y + height, 0]);
  return rows.flatMap(({ title, panels }) => {
    newLine();
    const heading = {
      id: ++id,
      type: 'row',
      title,
      collapsed: false,
      gridPos: { x: 0, y: y++, w: WIDTH, h: 1 },
      panels: [],
    };
    const placed = panels.map((panel) => {
      if (x + panel.width > WIDTH) newLine();
      const gridPos = { x, y, w: panel.width, h: HEIGHTS[panel.kind] };
      x += panel.width;
      height = Math.max(height, gridPos.h);
      return { id: ++id, gridPos, ...panelJson(panel) };
    });
    return [heading, ...placed];
  });
}

function panelJson({ title, description, kind, unit, queries }: Panel) {
  return {
    type: kind,
    title,
    description,
    datasource: DATA_SOURCE,
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options:
      kind === 'timeseries' ? { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } } : {},
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATA_SOURCE,
      expr,
      legendFormat: legend,
      ...(kind === 'table' && { format: 'table' }),
      ...(kind !== 'timeseries' && { instant: true }),
    })),
  };
}

function objectivePanel(objective: ObjectiveId): Panel {
  return {
    ...figure,
    title: `${objective} over an hour`,
    description: `Share that was ${OBJECTIVES[objective].promise}: ${OBJECTIVES[objective].target} is promised. The lowest of the channels.`,
    unit: 'percentunit',
    queries: [{ expr: `min(${shareKept(objective)})`, legend: '' }],
  };
}

function shareKept(objective: ObjectiveId): string {
  const counts = `notification_objective_notifications{${CHANNEL},objective="${objective}",window="60m"`;
  return `max by (channel) (${counts},result="good"}) / sum by (channel) (max by (channel, result) (${counts}}))`;
}

function quantileOf(quantile: number, histogram: string, matchers: string, by = ''): string {
  const labels = by === '' ? 'le' : `${by}, le`;
  return `histogram_quantile(${quantile}, sum by (${labels}) (rate(${histogram}_bucket{${matchers}}${RATE})))`;
}
