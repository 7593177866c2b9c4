/** Entry: hands the command line to the commands. */
import { setFlagsFromString } from 'node:v8';
import { runCommandLine } from './app/command-line.ts';

// Without it V8 counts each megabyte of file content against a small fixed limit and collects the whole heap every few of
// them: three quarters of the processor time of an upload (measured, npm run bench -- upload).
setFlagsFromString('--external-memory-accounted-in-global-limit');

process.exitCode = await runCommandLine(process.argv.slice(2));
