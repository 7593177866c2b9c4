/**
 * Entry of the process for one file: a `Job` comes on standard input, the file goes to standard output. Large forms take
 * seconds and a gigabyte: the server goes on serving meanwhile, the memory is given back, and a crash of native code is one
 * form that failed. Nothing is said on standard error: it could quote the form.
 */
import { readFileSync } from 'node:fs';
import { EXIT, jobSchema } from './job.ts';

async function main(): Promise<number> {
  const job = jobSchema.parse(JSON.parse(readFileSync(0, 'utf8')));
  if (job.format === 'docx') {
    const { buildDocx } = await import('./docx-file.ts');
    process.stdout.write(await buildDocx(job.form));
    return 0;
  }
  const { typeset } = await import('./typst.ts');
  const made = await typeset(job.form, job.fontFolders, job.attachment);
  if ('refused' in made) return EXIT[made.refused];
  process.stdout.write(made.pdf);
  return 0;
}

process.exitCode = await main();
