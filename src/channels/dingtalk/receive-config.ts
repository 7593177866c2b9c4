/** Settings of how an application's messages reach us. */
import { z } from 'zod';
import { secretText } from '../settings.ts';
import { CALLBACK_AES_KEY } from './callback-crypto.ts';

export const receiveShape = {
  /** `stream`: we open a socket to DingTalk and nothing has to reach us; `callback`: DingTalk posts to /in/dingtalk/<connection>. */
  receive: z.enum(['off', 'stream', 'callback']).default('off'),
  /** Of the event subscription; only for `callback`. */
  callbackToken: secretText(/^[A-Za-z0-9_-]{1,128}$/).optional(),
  callbackAesKey: secretText(CALLBACK_AES_KEY).optional(),
};
export const RECEIVE_SECRETS = ['callbackToken', 'callbackAesKey'] as const;
