/** `npm run eval -- detect [--json] [--data DIR] [--write] [--errors N] [--only NAME] [--rules-only]`. */
import { parseArgs } from 'node:util';
import { evaluateDetection } from './detect.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    data: { type: 'string' },
    write: { type: 'boolean', default: false },
    errors: { type: 'string', default: '0' },
    only: { type: 'string' },
    'rules-only': { type: 'boolean', default: false },
  },
});

if (positionals[0] !== 'detect') {
  process.stderr.write(
    'usage: npm run eval -- detect [--json] [--data DIR] [--write] [--errors N] [--only NAME] [--rules-only]\n',
  );
  process.exitCode = 2;
} else {
  process.exitCode = evaluateDetection({
    data: values.data ?? null,
    write: values.write,
    json: values.json,
    errors: Number(values.errors),
    only: values.only ?? null,
    rulesOnly: values['rules-only'],
  });
}
