/** Entry: hands the command line to the commands. */
import { serve } from './app/serve.ts';
import { runCommand } from './cli/entrepot.ts';
import { processIo } from './cli/io.ts';

process.exitCode = await runCommand(process.argv.slice(2), processIo(), { serve });
