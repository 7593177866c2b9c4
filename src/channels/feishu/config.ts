/** Settings of a Feishu or Lark custom robot and application (open.feishu.cn: ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN, im-v1/message). */
import { z } from 'zod';
import type { Jurisdiction } from '../../model/jurisdiction.ts';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const FEISHU_HOST = 'https://open.feishu.cn';

const place = {
  /** open.feishu.cn, open.larksuite.com, or a private edition. */
  baseUrl: serviceUrlSchema.default(FEISHU_HOST),
  /** Where the servers stand, for all but Feishu's public cloud, which is in mainland China. */
  jurisdiction: placeSchema,
};

export const feishuBotConfigSchema = z.strictObject({
  ...place,
  /** The last part of the robot's address. */
  token: secretText(/^[A-Za-z0-9-]{8,128}$/),
  /** Present when the robot's security setting is a signature. */
  secret: secretText(/^[A-Za-z0-9_-]{8,128}$/).optional(),
  /** Present when the robot's security setting is a keyword: ends every message. */
  keyword: z
    .string()
    .min(1)
    .max(30)
    .regex(/^[^\p{C}<>]+$/u)
    .optional(),
});

export type FeishuBotConfig = z.output<typeof feishuBotConfigSchema>;

export const feishuAppConfigSchema = z.strictObject({
  ...place,
  appId: z.string().regex(/^[A-Za-z0-9_]{4,64}$/),
  appSecret: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  /** What people's identifiers in the directory of recipients are. */
  userIds: z.enum(['open_id', 'user_id', 'union_id']).default('open_id'),
  /** Present when this connection leads to one group, by its `oc_…` identifier. */
  chatId: z
    .string()
    .regex(/^oc_[A-Za-z0-9]{8,64}$/)
    .optional(),
});

export type FeishuAppConfig = z.output<typeof feishuAppConfigSchema>;

/**
 * Returns the place of the provider's servers. Feishu's cloud serves the mainland. Where Lark's keeps its data depends on the tenant and was
 * not established: unknown, unless the setting says.
 */
export function feishuJurisdiction(config: {
  readonly baseUrl: string;
  readonly jurisdiction: Jurisdiction;
}): Jurisdiction {
  const host = new URL(config.baseUrl).hostname;
  return host === 'feishu.cn' || host.endsWith('.feishu.cn') ? 'CN' : config.jurisdiction;
}
