/** Asking for more, declining, reporting, and who looked at one's data. */
import './style.css';
import { registerPart } from '../../page/parts.ts';
import { beginAsk } from './ask.ts';
import { beginLooks } from './looks.ts';
import { beginReport } from './report.ts';

registerPart('requests', {
  begin: (what, context) => {
    if (what === 'report') return beginReport(context);
    return what === 'ask' ? beginAsk(context) : beginLooks(context);
  },
});
