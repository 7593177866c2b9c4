import { availableParallelism, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Servers and commands are started hundreds of times; each would strip and compile the same thousand files anew.
process.env['NODE_COMPILE_CACHE'] ??= join(tmpdir(), `entrepot-test-code-${userInfo().uid}`);

/** Files that take a minute or more: begun first, so that no worker is left with one of them at the end. */
const LONG = ['fault/kill.', 'fault/store.', 'fault/supervisor.', 'e2e/register.', 'fault/outage-drill.', 'e2e/fsck.'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((name) => moduleId.includes(`/test/${name}`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

/** Put something in the place of a module: in a process of their own, where no other file has it already. */
const MOCKING = ['src/render/pdf.test.ts'];

/** Each has a server, a database, some a browser of their own, and they wait for each other: a file more than there are cores keeps these busy. */
const WAITING = { maxWorkers: Math.min(availableParallelism() + 1, 4), sequence: { groupOrder: 1 } };

/** One project per level of the test pyramid; `npm test` runs all of them. */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'web/**/*.test.ts', 'web/**/*.test.tsx', 'test/*.test.ts'],
          exclude: MOCKING,
          testTimeout: 60_000,
          // Loading the modules anew for each file took longer than the tests.
          isolate: false,
          // By default one core is left alone, which on two is half of them.
          maxWorkers: 2,
        },
      },
      { test: { name: 'mocked', include: MOCKING, testTimeout: 60_000, maxWorkers: 1 } },
      {
        test: {
          name: 'fault',
          include: ['test/fault/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          // People in these tests have to get something done between two blows.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'state',
          include: ['test/{contract,docs,e2e,external}/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          ...WAITING,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/build-pages.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          ...WAITING,
        },
      },
    ],
  },
});
