/** docs/config.md from the settings in src/config.ts. */
import { z } from 'zod';
import type { ConfigItem, ConfigTable } from '../../src/base/config-item.ts';
import { table } from './table.ts';

const HEAD = `# Settings

Made from \`src/config.ts\` by \`npm run docs\`.

Each setting comes from the environment, else from \`entrepot.toml\` in the folder where the command runs (or the file that \`ENTREPOT_CONFIG\`
names), else it has its default. A name that is not in this list stops the start, and so does a value that cannot be used; nothing is guessed.
In the file a setting \`section.name\` is \`name\` under \`[section]\`:

\`\`\`toml
[server]
host = "0.0.0.0"
port = 8443
public_url = "https://files.example.mo:8443"

[tls]
certificate = "/etc/entrepot/chain.pem"
key = "/etc/entrepot/key.pem"

[places]
networks = ["10.20.0.0/16=CN/CN-GD-ZH"]
\`\`\`

A **secret** is written \`[redacted]\` wherever settings are shown. It may also be the content of a file: set \`<VARIABLE>_FILE\` to its path,
for example \`ENTREPOT_SMTP_PASSWORD_FILE=/run/secrets/smtp\`. Lists are separated by commas in the environment and are arrays in the file.
`;

/** What may be written, from the schema: its choices, or the kind of text. */
function allowed(item: ConfigItem): string {
  const { enum: choices, format } = z
    .object({ enum: z.array(z.string()).optional(), format: z.string().optional() })
    .parse(z.toJSONSchema(item.schema, { io: 'input' }));
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(', ');
  if (format === 'uri') return 'address';
  if (format === 'email') return 'e-mail address';
  if (item.default !== undefined && /^\d+$/.test(item.default)) return 'whole number';
  return item.secret === true ? 'text, secret' : 'text';
}

function written(value: string | undefined): string {
  return value === undefined ? '-' : value === '' ? 'none' : `\`${value}\``;
}

/** Returns the page. */
export function configPage(settings: ConfigTable): string {
  const sections = new Map<string, [string, ConfigItem][]>();
  for (const [key, item] of Object.entries(settings)) {
    const section = key.split('.')[0] ?? '';
    sections.set(section, [...(sections.get(section) ?? []), [key, item]]);
  }
  const parts = [...sections].map(([section, items]) => {
    const rows = items.map(([key, item]) => [
      `\`${key}\``,
      `\`${item.env}\``,
      allowed(item),
      written(item.default),
      item.doc,
    ]);
    return `## ${section}\n\n${table(['setting', 'environment', 'value', 'default', 'meaning'], rows)}\n`;
  });
  return [HEAD, ...parts].join('\n');
}
