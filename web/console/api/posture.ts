/** Endpoints of the check of the setup. */
import {
  type AnswerPosture,
  answeredPostureSchema,
  postureSchema,
  ranPostureSchema,
} from '../../../src/model/api/posture.ts';
import type { Request, RequestOptions } from './request.ts';

export function postureClient(request: Request) {
  return {
    read: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/posture', answer: postureSchema, signal }),
    run: (connection: string | null) =>
      request({ method: 'POST', path: '/api/v1/posture/run', body: { connection }, answer: ranPostureSchema }),
    answer: (body: AnswerPosture) =>
      request({ method: 'POST', path: '/api/v1/posture/answer', body, answer: answeredPostureSchema }),
  };
}

export type PostureClient = ReturnType<typeof postureClient>;
