/** The thread that reads files of a sweep, one after the other. */
import { parentPort } from 'node:worker_threads';
import { type FileAnswer, type FileQuestion, readFileOf, unreadResult } from './read-file.ts';

const port = parentPort;
if (port !== null)
  port.on('message', (question: FileQuestion) => {
    void readFileOf(question)
      .catch((): FileAnswer => ({ result: unreadResult('unreadable.damaged') }))
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      .then((answer) => port.postMessage(answer));
  });
