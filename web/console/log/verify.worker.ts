/** Verifies the audit log beside the page. Gets one request, answers with progress and then the result. */
import { urlSource } from '../../../src/audit-log/index.ts';
import { runVerification } from './run-verification.ts';
import type { VerifyAnswer, VerifyRequest } from './verification.ts';

const say = (answer: VerifyAnswer) => postMessage(answer);

addEventListener('message', ({ data }: MessageEvent<VerifyRequest>) => {
  // The checkpoint changes; everything else under the log's address never does.
  const source = urlSource(data.url, (url) => fetch(url, { credentials: 'omit', redirect: 'error' }));
  const verify = async () =>
    say(await runVerification(data, source, (done, size) => say({ kind: 'progress', done, size })));
  void verify();
});
