/**
 * A thread that sees what the main thread cannot while it is inside the engine: that the server is gone, or that the process has
 * grown too large. Where there is /proc the server looks at the size too, and more often; elsewhere this is the only look.
 */
import { workerData } from 'node:worker_threads';

const LOOK_EVERY = 250;
/** Above what the server allows, so that where both look the server's reason is the one that is told. */
const SLACK = 1.1;

const parent = process.ppid;
const most = Number(workerData) * SLACK;

setInterval(() => {
  if (process.ppid !== parent || process.memoryUsage.rss() > most) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY);
