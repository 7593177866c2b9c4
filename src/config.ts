/** Every setting, its sources in order (default < entrepot.toml < environment) and its checks. The only reader of process.env. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import type { ConfigItem, ConfigTable } from './base/config-item.ts';
import { defineErrors } from './base/errors.ts';
import { Secret } from './base/secret.ts';

export const CONFIG = defineErrors('config', {
  unknown_key: [500, 'a setting in the file is not known'],
  invalid: [500, 'a setting has a value that cannot be used'],
  unreadable: [500, 'the settings file cannot be read'],
});

const text = z.string().min(1);
const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .pipe(z.number().int().min(1).max(65_535));
const bool = z
  .enum(['true', 'false', '1', '0', 'on', 'off'])
  .transform((value) => value === 'true' || value === '1' || value === 'on');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const secret = text.transform((value) => new Secret(value));
const bytes = z.string().regex(/^\d+$/).transform(Number);
const timeZone = text.refine((value) => Intl.supportedValuesOf('timeZone').includes(value), 'not an IANA time zone');

function item<T, D extends string | undefined>(
  env: string,
  schema: z.ZodType<T, string>,
  fallback: D,
  doc: string,
): ConfigItem<T> & { readonly default: D } {
  return { env, schema, default: fallback, doc };
}
function secretItem(env: string, doc: string): ConfigItem<Secret<string>> & { readonly default: undefined } {
  return { env, schema: secret, default: undefined, doc, secret: true };
}

export const SETTINGS = {
  'data.directory': item(
    'ENTREPOT_DATA',
    text,
    './.entrepot',
    'Where everything is kept: database, sealed objects, audit log, keys. Relative to where the command runs.',
  ),
  'server.host': item(
    'ENTREPOT_HOST',
    text,
    '127.0.0.1',
    'Address to listen on. Any other than loopback needs TLS or a trusted proxy.',
  ),
  'server.port': item('ENTREPOT_PORT', port, '8080', 'Port of console, recipient page and audit log.'),
  'server.public_url': item(
    'ENTREPOT_PUBLIC_URL',
    z.url(),
    undefined,
    'Address under which people reach the server, e.g. https://files.example.mo. Links in notices begin with it. Default: http://localhost and the port.',
  ),
  'server.trusted_proxies': item(
    'ENTREPOT_TRUSTED_PROXIES',
    list,
    '',
    "Networks (CIDR) of reverse proxies whose X-Forwarded-For is believed. Everybody else's is ignored.",
  ),
  'tls.certificate': item(
    'ENTREPOT_TLS_CERTIFICATE',
    text,
    undefined,
    'PEM file with the certificate chain. Read again when it changes.',
  ),
  'tls.key': item('ENTREPOT_TLS_KEY', text, undefined, 'PEM file with the private key.'),
  'server.roles': item(
    'ENTREPOT_ROLES',
    list,
    'http,worker,integrator,gateway',
    'What this process does. All of it, or parts of it in several processes on one data directory (docs/operations.md).',
  ),
  'gateway.enabled': item(
    'ENTREPOT_GATEWAY',
    bool,
    'true',
    'Whether other programs can send through this server as if it were DingTalk (docs/gateway.md).',
  ),
  'gateway.host': item(
    'ENTREPOT_GATEWAY_HOST',
    text,
    '127.0.0.1',
    'Address on which the gateway listens. Any other than loopback needs TLS or a trusted proxy.',
  ),
  'gateway.port': item('ENTREPOT_GATEWAY_PORT', port, '8081', "Port of the gateway: another than the server's own."),
  'gateway.public_url': item(
    'ENTREPOT_GATEWAY_URL',
    z.url(),
    undefined,
    'Address under which other programs reach the gateway, e.g. https://notify.example.mo. Default: http://localhost and the port.',
  ),
  'gateway.tls_certificate': item(
    'ENTREPOT_GATEWAY_TLS_CERTIFICATE',
    text,
    undefined,
    'PEM file with the certificate chain of the gateway. Read again when it changes.',
  ),
  'gateway.tls_key': item('ENTREPOT_GATEWAY_TLS_KEY', text, undefined, 'PEM file with its private key.'),
  'gateway.tls_min': item(
    'ENTREPOT_GATEWAY_TLS_MIN',
    z.enum(['1.2', '1.3']),
    '1.3',
    'Oldest version of TLS that the gateway accepts; 1.2 only for programs that cannot do better.',
  ),
  'database.url': secretItem(
    'DATABASE_URL',
    'An existing PostgreSQL (15 or newer). Without it the server runs its own.',
  ),
  'database.binaries': item(
    'ENTREPOT_PG_BIN',
    text,
    undefined,
    'Folder with postgres, initdb and pg_ctl for the embedded database. Default: the newest of the system, else those from npm.',
  ),
  'sandbox.enabled': item(
    'ENTREPOT_SANDBOX',
    bool,
    'true',
    'While true nothing leaves this machine: what channels would send is shown on the sandbox page instead.',
  ),
  'log.level': item(
    'ENTREPOT_LOG_LEVEL',
    z.enum(['debug', 'info', 'warn', 'error']),
    'info',
    'How much is logged on standard output.',
  ),
  'metrics.networks': item(
    'ENTREPOT_METRICS_NETWORKS',
    list,
    '',
    'Networks (CIDR) that may read GET /metrics (docs/metrics.md), beside this machine.',
  ),
  'metrics.token': secretItem('ENTREPOT_METRICS_TOKEN', 'Bearer token with which anybody else may read GET /metrics.'),
  'posture.weekly': item(
    'ENTREPOT_POSTURE_WEEKLY',
    bool,
    'true',
    'Whether the setup of the other side is looked at again every week by itself (docs/posture.md).',
  ),
  'ocr.enabled': item(
    'ENTREPOT_OCR',
    bool,
    'true',
    'Whether text in pictures and scanned pages is recognised, which takes seconds a page. Without it they count as unreadable, and therefore as restricted.',
  ),
  'ocr.max_pages': item(
    'ENTREPOT_OCR_MAX_PAGES',
    z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number),
    '30',
    'Most pictures and pages without text that are recognised in one file. A file with more is not read wholly.',
  ),
  'organisation.time_zone': item(
    'ENTREPOT_TIME_ZONE',
    timeZone,
    'Asia/Macau',
    'Time zone in which notices and pages show times.',
  ),
  'downloads.mark_from': item(
    'ENTREPOT_DOWNLOADS_MARK_FROM',
    z.enum(['public', 'internal', 'confidential', 'restricted', 'never']),
    'confidential',
    'From which level on a downloaded PDF, Office file, picture or text carries marks that are its recipient’s alone; below it files are handed over byte for byte. Pages that are only looked at are always marked.',
  ),
  'approvals.reminders': item(
    'ENTREPOT_APPROVAL_REMINDERS',
    bool,
    'true',
    'Whether officers get a short mail when approvals wait for longer than a day: at most one a working day, within working hours of Macau, Hong Kong or the mainland.',
  ),
  'packs.shipped_only': item(
    'ENTREPOT_PACKS_SHIPPED_ONLY',
    bool,
    'false',
    'Decides by the packs that came with the product alone, whatever was switched on or set in the console: for a start that such a version or number prevents.',
  ),
  'sweep.folders': item(
    'ENTREPOT_SWEEP_FOLDERS',
    list,
    '',
    'Absolute paths of folders that officers may sweep from the console (docs/sweeps.md). The server reads no other.',
  ),
  'uploads.max_bytes': item('ENTREPOT_UPLOAD_MAX_BYTES', bytes, '21474836480', 'Largest file in bytes.'),
  'places.networks': item(
    'ENTREPOT_PLACES',
    list,
    '',
    'Known networks, as CIDR=JURISDICTION or CIDR=JURISDICTION/CITY, e.g. 10.20.0.0/16=CN/CN-GD-ZH. They win over the country database.',
  ),
  'places.hosting_unknown': item(
    'ENTREPOT_PLACES_HOSTING_UNKNOWN',
    bool,
    'true',
    'Whether a client in a network of a cloud, a relay or a VPN counts as being at an unknown place: anybody can be behind it. Known networks win.',
  ),
  'channels.dingtalk_base_url': item(
    'ENTREPOT_DINGTALK_BASE_URL',
    z.url(),
    'https://oapi.dingtalk.com',
    'DingTalk cloud of the robot: oapi.dingtalk.com or oapi.dingtalk.io.',
  ),
  'channels.dingtalk_token': secretItem(
    'ENTREPOT_DINGTALK_TOKEN',
    'Access token of the group robot that carries notices.',
  ),
  'channels.dingtalk_secret': secretItem('ENTREPOT_DINGTALK_SECRET', 'Signing secret (SEC...) of the same robot.'),
  'channels.smtp_host': item(
    'ENTREPOT_SMTP_HOST',
    text,
    undefined,
    'Mail server for one-time codes and notices by e-mail.',
  ),
  'channels.smtp_port': item('ENTREPOT_SMTP_PORT', port, '587', 'Port of the mail server.'),
  'channels.smtp_security': item(
    'ENTREPOT_SMTP_SECURITY',
    z.enum(['tls', 'starttls', 'plain-loopback']),
    'starttls',
    'How the connection is protected: tls (465), starttls (587, required), or plain text to a loopback address only.',
  ),
  'channels.smtp_user': item('ENTREPOT_SMTP_USER', text, undefined, 'User at the mail server.'),
  'channels.smtp_password': secretItem('ENTREPOT_SMTP_PASSWORD', 'Password at the mail server.'),
  'channels.mail_from': item('ENTREPOT_MAIL_FROM', z.email(), undefined, 'Sender address of mails.'),
} satisfies ConfigTable;

type SettingKey = keyof typeof SETTINGS;
type ValueOf<I> = I extends ConfigItem<infer V> & { readonly default: infer D }
  ? D extends undefined
    ? V | undefined
    : V
  : never;
export type Config = { readonly [K in SettingKey]: ValueOf<(typeof SETTINGS)[K]> };

export type ConfigSource = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file: string | undefined;
};

/** Where the settings come from for this process: its environment, and `ENTREPOT_CONFIG` or ./entrepot.toml when present. */
export function processSource(): ConfigSource {
  return { environment: process.env, file: process.env['ENTREPOT_CONFIG'] };
}

/**
 * Returns the checked settings.
 *
 * @throws `config.unknown_key` (with `keys`), `config.invalid` (with `keys`), `config.unreadable`.
 */
export function loadConfig(source: ConfigSource): Config {
  const written = readFile(source.file);
  const unknown = Object.keys(written).filter((key) => !isSettingKey(key));
  if (unknown.length > 0) throw CONFIG.unknown_key({ keys: unknown });
  const values: Record<string, unknown> = {};
  const invalid: string[] = [];
  for (const [key, setting] of Object.entries<ConfigItem>(SETTINGS)) {
    const raw = fromEnvironment(setting, source.environment) ?? written[key] ?? setting.default;
    if (raw === undefined) continue;
    const parsed = setting.schema.safeParse(raw);
    if (parsed.success) values[key] = parsed.data;
    else invalid.push(key);
  }
  if (invalid.length > 0) throw CONFIG.invalid({ keys: invalid });
  if (!isConfig(values)) throw CONFIG.invalid({ keys: ['?'] });
  return values;
}

/** What an administrator may see: every setting with its value, secrets redacted. */
export function printableConfig(config: Config): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [key, value] of Object.entries(config)) out[key] = Array.isArray(value) ? value.join(', ') : String(value);
  return out;
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

/** Every setting with a default is present: `loadConfig` put it there or reported it. */
function isConfig(values: Record<string, unknown>): values is Config {
  return Object.entries<ConfigItem>(SETTINGS).every(([key, setting]) => setting.default === undefined || key in values);
}

function fromEnvironment(setting: ConfigItem, environment: ConfigSource['environment']): string | undefined {
  const direct = environment[setting.env];
  if (direct !== undefined && direct !== '') return direct;
  const file = setting.secret === true ? environment[`${setting.env}_FILE`] : undefined;
  if (file === undefined || file === '') return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw CONFIG.unreadable({ env: `${setting.env}_FILE` }, cause);
  }
}

function readFile(file: string | undefined): Record<string, string> {
  let content: string;
  try {
    content = readFileSync(resolve(file ?? 'entrepot.toml'), 'utf8');
  } catch (cause) {
    if (file === undefined && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw CONFIG.unreadable({}, cause);
  }
  return flatten(content);
}

const tomlShape = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()]))])),
);

function flatten(content: string): Record<string, string> {
  const out: Record<string, string> = {};
  let parsed: unknown;
  try {
    parsed = parseToml(content);
  } catch (cause) {
    throw CONFIG.unreadable({}, cause);
  }
  const shaped = tomlShape.safeParse(parsed);
  if (!shaped.success) throw CONFIG.invalid({ keys: shaped.error.issues.map((issue) => issue.path.join('.')) });
  for (const [section, members] of Object.entries(shaped.data)) {
    for (const [name, value] of Object.entries(members))
      out[`${section}.${name}`] = Array.isArray(value) ? value.join(',') : String(value);
  }
  return out;
}
