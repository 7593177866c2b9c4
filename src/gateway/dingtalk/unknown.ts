/** Whatever no area knows: refused in the vendor's words, and counted, so that an administrator sees what his programs ask for. */
import { describeError } from '../../base/logger.ts';
import type { GatewayCtx, GatewayDeps, GatewayApp } from '../deps.ts';
import { callerOf, endpointOf } from './caller.ts';
import { ERRCODE, isV1, sendErrcode, sendV1Error } from './answers.ts';

/** Registered last. */
export function unknownRoutes(app: GatewayApp, deps: GatewayDeps): void {
  app.all('*', async (c) => {
    await noteRefusal(deps, c, 'unknown_endpoint', null);
    if (isV1(c))
      return sendV1Error(
        c,
        404,
        'InvalidAction.NotFound',
        'Specified api is not found, please check your url and method.',
      );
    return sendErrcode(c, ERRCODE.notFound, '请求的URI地址不存在');
  });
}

/** Counts a refusal. That it could not be counted is no reason to answer otherwise. */
export async function noteRefusal(
  deps: GatewayDeps,
  c: GatewayCtx,
  reason: string,
  doorId: string | null,
): Promise<void> {
  try {
    await deps.doors.noteRefusal({ endpoint: endpointOf(c.req.method, c.req.path), reason, doorId, ...callerOf(c) });
  } catch (error) {
    deps.logger.warn({ ...describeError(error), requestId: c.get('requestId') }, 'a refusal could not be counted');
  }
}
