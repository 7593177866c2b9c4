/** Settings of one DingTalk enterprise application and of the way in which it sends (open.dingtalk.com: robot, work notification, card). */
import { z } from 'zod';
import { placeSchema, secretText, serviceUrlSchema } from '../settings.ts';
import { DINGTALK_HOST, lookShape } from './config.ts';
import { receiveShape } from './receive-config.ts';

export const DINGTALK_API_HOST = 'https://api.dingtalk.com';

/** The ways of sending: the robot to one person, the robot to a group, a work notification, a card that can be rewritten. */
export const APP_MODES = ['user', 'group', 'work_notice', 'card'] as const;

/** What a mode needs, with nothing of it missing. */
export type AppWay =
  | { readonly mode: 'user'; readonly robotCode: string }
  | { readonly mode: 'group'; readonly robotCode: string; readonly openConversationId: string }
  | { readonly mode: 'work_notice'; readonly agentId: number }
  | {
      readonly mode: 'card';
      readonly robotCode: string;
      readonly cardTemplateId: string;
      /** A group; a person when left out. */
      readonly openConversationId?: string;
    };

const CODE = /^[A-Za-z0-9_-]{4,128}$/;

const settingsSchema = z.strictObject({
  mode: z.enum(APP_MODES),
  /** api.dingtalk.com, api.dingtalk.io, or a private edition. */
  apiBaseUrl: serviceUrlSchema.default(DINGTALK_API_HOST),
  /** The older host, for work notifications and for answers in a conversation. */
  baseUrl: serviceUrlSchema.default(DINGTALK_HOST),
  /** Also called client id. */
  appKey: z.string().regex(CODE),
  appSecret: secretText(/^[A-Za-z0-9_-]{8,128}$/),
  robotCode: z.string().regex(CODE).optional(),
  agentId: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number),
    ])
    .pipe(z.number().int().positive().max(Number.MAX_SAFE_INTEGER))
    .optional(),
  openConversationId: z
    .string()
    .regex(/^[A-Za-z0-9+/=_-]{8,128}$/)
    .optional(),
  /** A template with the variables `title`, `markdown`, `button`, `url` and `state` (`open` or `ended`). */
  cardTemplateId: z
    .string()
    .regex(/^[A-Za-z0-9._-]{8,128}$/)
    .optional(),
  ...lookShape,
  ...receiveShape,
  /** Where a private edition stands. The public clouds are known to us or count as unknown. */
  jurisdiction: placeSchema,
});

type Settings = z.output<typeof settingsSchema>;

/** Comes out with `way`: the members that the mode needs. */
export const dingtalkAppConfigSchema = settingsSchema
  .superRefine((settings, context) => {
    for (const field of missingIn(settings)) context.addIssue({ code: 'custom', path: [field] });
  })
  .transform((settings, context) => {
    const way = wayOf(settings);
    if (way !== undefined) return { ...settings, way };
    context.addIssue({ code: 'custom', path: ['mode'] });
    return z.NEVER;
  });

export type DingtalkAppConfig = z.output<typeof dingtalkAppConfigSchema>;

/** Returns the identifiers in the settings. */
export function identifiersOf(
  config: Pick<Settings, 'appKey' | 'robotCode' | 'agentId' | 'openConversationId' | 'cardTemplateId'>,
): readonly string[] {
  const { appKey, robotCode, agentId, openConversationId, cardTemplateId } = config;
  const all = [appKey, robotCode, agentId?.toString(), openConversationId, cardTemplateId];
  return all.filter((identifier) => identifier !== undefined);
}

const NEEDED = {
  user: ['robotCode'],
  group: ['robotCode', 'openConversationId'],
  work_notice: ['agentId'],
  card: ['robotCode', 'cardTemplateId'],
} as const satisfies Readonly<Record<Settings['mode'], readonly (keyof Settings)[]>>;

function missingIn(settings: Settings): readonly string[] {
  return NEEDED[settings.mode].filter((field) => settings[field] === undefined);
}

function wayOf({ mode, robotCode, agentId, openConversationId, cardTemplateId }: Settings): AppWay | undefined {
  if (mode === 'work_notice') return agentId === undefined ? undefined : { mode, agentId };
  if (robotCode === undefined) return undefined;
  if (mode === 'user') return { mode, robotCode };
  if (mode === 'group') {
    return openConversationId === undefined ? undefined : { mode, robotCode, openConversationId };
  }
  if (cardTemplateId === undefined) return undefined;
  return { mode, robotCode, cardTemplateId, ...(openConversationId === undefined ? {} : { openConversationId }) };
}
