/** JSON Schema as a compact TypeScript-like type, for reading. */
import { z } from 'zod';

const schemaShape = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});
type Schema = z.infer<typeof schemaShape>;

const FORMATS: Readonly<Record<string, string>> = { uuid: 'Uuid', 'date-time': 'Time', email: 'Email', uri: 'Url' };

/** Returns the type as text. What a schema does not say is `unknown`. */
export function shapeOf(value: unknown, depth = 0): string {
  const parsed = schemaShape.safeParse(value);
  if (!parsed.success) return 'unknown';
  const schema = parsed.data;
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return [...new Set(options.map((option) => shapeOf(option, depth)))].join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return 'unknown';
  return types.map((type) => typeShape(type, schema, depth)).join(' | ');
}

function typeShape(type: string, schema: Schema, depth: number): string {
  if (type === 'array') return arrayShape(schema, depth);
  if (type === 'object') return objectShape(schema, depth);
  if (type === 'string') return FORMATS[schema.format ?? ''] ?? 'string';
  return type;
}

function arrayShape(schema: Schema, depth: number): string {
  const inner = shapeOf(schema.items, depth);
  return inner.includes(' | ') && !inner.startsWith('{') ? `(${inner})[]` : `${inner}[]`;
}

function objectShape(schema: Schema, depth: number): string {
  const members = Object.entries(schema.properties ?? {});
  if (members.length === 0) return schema.additionalProperties === false ? '{}' : 'Record<string, unknown>';
  const pad = '  '.repeat(depth + 1);
  const lines = members.map(
    ([name, member]) =>
      `${pad}${name}${schema.required?.includes(name) === true ? '' : '?'}: ${shapeOf(member, depth + 1)};`,
  );
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}
