/** Settings of one DingTalk custom robot (help.dingtalk.io: custom-robots-send-group-messages, customize-robot-security-settings). */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';

export const DINGTALK_HOST = 'https://oapi.dingtalk.com';

/** How a message looks: the same choices for the robot and the application. */
export const lookShape = {
  layout: z.enum(['actionCard', 'markdown']).default('actionCard'),
  /** `browser`: the system's browser, by a dingtalk:// address; `dingtalk`: DingTalk's own; `none`: no link in the message. */
  openIn: z.enum(['browser', 'dingtalk', 'none']).default('browser'),
};

export const dingtalkConfigSchema = z.strictObject({
  /** oapi.dingtalk.com, oapi.dingtalk.io, or a private edition. */
  baseUrl: serviceUrlSchema.default(DINGTALK_HOST),
  accessToken: secretText(/^[A-Za-z0-9]{8,128}$/),
  /** Present when the robot's security setting is a signature. */
  secret: secretText(/^[A-Za-z0-9]{8,128}$/).optional(),
  /** Present when the robot's security setting is a keyword: ends every message. */
  keyword: z
    .string()
    .min(1)
    .max(30)
    .regex(/^[^\p{C}[\]<>`*_#|~\\!:@]+$/u)
    .optional(),
  ...lookShape,
  /** Where a private edition stands. The public clouds are known to us or count as unknown. */
  jurisdiction: placeSchema,
});

export type DingtalkConfig = z.output<typeof dingtalkConfigSchema>;
