/** Settings of a WeCom group robot and of a WeCom application (developer.work.weixin.qq.com: path 91770, 90236, 91039). */
import { z } from 'zod';
import type { Jurisdiction } from '../../model/jurisdiction.ts';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const WECOM_HOST = 'https://qyapi.weixin.qq.com';

const place = {
  /** The public cloud, or a private edition. */
  baseUrl: serviceUrlSchema.default(WECOM_HOST),
  /** Where a private edition stands; the public cloud is in mainland China. */
  jurisdiction: placeSchema,
};

export const wecomRobotConfigSchema = z.strictObject({
  ...place,
  /** The value of `key` in the robot's address. */
  key: secretText(/^[A-Za-z0-9-]{16,128}$/),
});

export type WecomRobotConfig = z.output<typeof wecomRobotConfigSchema>;

export const wecomAppConfigSchema = z.strictObject({
  ...place,
  corpId: z.string().regex(/^[A-Za-z0-9_-]{4,64}$/),
  corpSecret: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  /** A number; forms give it as text. */
  agentId: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,10}$/)
        .transform(Number),
    ])
    .pipe(z.int().min(1).max(4_294_967_295)),
});

export type WecomAppConfig = z.output<typeof wecomAppConfigSchema>;

/** Returns the place of the provider's servers. */
export function wecomJurisdiction(config: {
  readonly baseUrl: string;
  readonly jurisdiction: Jurisdiction;
}): Jurisdiction {
  const host = new URL(config.baseUrl).hostname;
  return host === 'weixin.qq.com' || host.endsWith('.weixin.qq.com') ? 'CN' : config.jurisdiction;
}
