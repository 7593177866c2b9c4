import { describe, expect, it } from 'vitest';
import { PROCESS_LIMITS } from '../limits.ts';
import { noNetwork, pageProcessCommand } from './isolation.ts';
import { type PageProcess, startPageProcess } from './page-process.ts';

const LIMITS = { ...PROCESS_LIMITS, start: 20_000, memory: 150_000_000 };
const QUESTION = { kind: 'text', page: 1 } as const;

/** A process that says it is ready, and then does this. */
function running(script: string): PageProcess {
  const args = [
    '-e',
    `process.on('disconnect', () => process.exit());
      let number = 0;
      const say = (answer) => process.send({ number, answer });
      process.on('message', (asked) => { number = asked.number; });
      ${script}; say({ kind: 'ready' });`,
  ];
  return startPageProcess({ file: process.execPath, args }, LIMITS);
}

const onMessage = (body: string): string => `process.on('message', () => { ${body} })`;

describe('the process of a document', () => {
  it('answers one question at a time', async () => {
    const one = running(onMessage("setTimeout(() => say({ kind: 'text', text: 'x' }), 5)"));
    const answers = await Promise.all([1, 2, 3].map(() => one.ask(QUESTION, 5000)));
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ kind: 'text', text: 'x' })));
    await one.stop();
  });

  it('is ended when a question takes too long, though it does not listen', async () => {
    const one = running(onMessage('for (;;);'));
    await one.ready;
    expect(await one.ask(QUESTION, 50)).toEqual({ kind: 'ended', how: 'time' });
    expect(await one.ask(QUESTION, 50)).toEqual({ kind: 'ended', how: 'time' });
    await one.stop();
  });

  it('is ended when it grows beyond its memory', async () => {
    const one = running(onMessage('const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))'));
    expect(await one.ask(QUESTION, 20_000)).toEqual({ kind: 'ended', how: 'memory' });
    await one.stop();
  });

  it('is ended when it speaks out of turn or in another language', async () => {
    const twice = running(onMessage("say({ kind: 'failed' }); say({ kind: 'failed' })"));
    expect(await twice.ask(QUESTION, 5000)).toEqual({ kind: 'failed' });
    expect(await twice.ask(QUESTION, 5000)).toEqual({ kind: 'ended', how: 'crash' });
    const other = running(onMessage("say({ kind: 'text', text: 'x', more: 1 })"));
    expect(await other.ask(QUESTION, 5000)).toEqual({ kind: 'ended', how: 'crash' });
    const large = running(
      onMessage("say({ kind: 'page', bytes: 'not bytes', mediaType: 'text/html', width: 1, height: 1 })"),
    );
    expect(await large.ask(QUESTION, 5000)).toEqual({ kind: 'ended', how: 'crash' });
    await Promise.all([twice.stop(), other.stop(), large.stop()]);
  });

  it('is a crash when it ends by itself, or never began', async () => {
    const gone = running(onMessage('process.exit(0)'));
    expect(await gone.ask(QUESTION, 5000)).toEqual({ kind: 'ended', how: 'crash' });
    const never = startPageProcess({ file: '/no/such/program', args: [] }, LIMITS);
    expect(await never.ask(QUESTION, 5000)).toEqual({ kind: 'ended', how: 'crash' });
    await never.stop();
  });
});

describe('how it is started', () => {
  it('is without environment, network, files to write and child processes', async () => {
    const { file, args } = pageProcessCommand(await noNetwork(), LIMITS.memory);
    // The same command with another program: what it may do is what is asked about.
    const program = `
      const tried = async (what) => { try { await what(); return 'yes'; } catch (error) { return error.code ?? 'no'; } };
      const answers = [
        Object.keys(process.env).filter((name) => !name.startsWith('NODE_CHANNEL')).join(),
        await tried(() => import('node:fs').then((fs) => fs.readFileSync('/etc/hostname'))),
        await tried(() => import('node:fs').then((fs) => fs.writeFileSync('/tmp/never', 'x'))),
        await tried(() => import('node:child_process').then((c) => c.spawnSync('true'))),
        await import('node:os').then((os) => Object.keys(os.networkInterfaces()).join()),
      ];
      process.on('message', ({ number }) => process.send({ number, answer: { kind: 'text', text: answers.join('|') } }));
      process.send({ number: 0, answer: { kind: 'ready' } });`;
    const entry = args.findIndex((arg) => arg.endsWith('main.ts'));
    const replaced = [...args.slice(0, entry), '--input-type=module', '-e', program];
    const one = startPageProcess({ file, args: replaced }, { ...PROCESS_LIMITS });
    const answer = await one.ask(QUESTION, 10_000);
    await one.stop();
    const network = (await noNetwork()) === undefined ? expect.any(String) : '';
    expect(answer).toMatchObject({ kind: 'text' });
    expect(answer.kind === 'text' ? answer.text.split('|') : []).toEqual([
      '',
      'ERR_ACCESS_DENIED',
      'ERR_ACCESS_DENIED',
      'ERR_ACCESS_DENIED',
      network,
    ]);
  });
});
