/**
 * A thread that sees what the main thread cannot while it is inside the engine: that the server is gone, or that the process has
 * grown beyond anything. Where there is /proc the server looks too, and sooner; elsewhere this is the only look.
 */
const LOOK_EVERY = 250;

/** Above what the server allows, so that its reason is the one that is told. */
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY);
