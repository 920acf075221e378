import { asObject, textAt } from '@capstan/convert';
import { ageOf } from '../../status/age.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';

/** Less than this is the way to the server and the second that its header leaves away. */
const toleratedMs = 5_000;

/** Ages, Leases and tokens are wrong where clocks differ. */
export const clockSkew: Check = {
  name: 'clock-skew',
  finds:
    "clocks that differ: yours, the API server's, the operator's; ages are wrong then, and Leases seem stale or held",
  needs: ['clock'],
  find: ({ now, localNow, lease }) => {
    const found: Found[] = [];
    const here = localNow === undefined ? 0 : localNow.getTime() - now.getTime();
    if (Math.abs(here) > toleratedMs) {
      found.push({
        severity: 'warning',
        what: `this machine's clock is ${ageOf(Math.abs(here))} ${here > 0 ? 'ahead of' : 'behind'} the API server's`,
        evidence: [`here ${localNow?.toISOString() ?? ''}, there ${now.toISOString()}`],
        why: 'What is shown as ages here goes by the server, but tokens and certificates are judged by the clock of each.',
        do: ['timedatectl status  # on this machine; the nodes: oc adm node-logs --role=master -u chronyd --tail=20'],
      });
    }
    const renewed = Date.parse(textAt(asObject(lease?.['spec']), 'renewTime') ?? '');
    const ahead = renewed - now.getTime();
    if (lease !== undefined && ahead > toleratedMs) {
      found.push({
        severity: 'warning',
        object: subjectOf(lease),
        what: `the operator's clock is ${ageOf(ahead)} ahead of the API server's`,
        evidence: [`spec.renewTime: ${new Date(renewed).toISOString()}, there ${now.toISOString()}`],
        why: 'Its node keeps another time, so the ages that it writes into conditions are wrong.',
        do: ['oc adm node-logs --role=master -u chronyd --tail=20'],
      });
    }
    return found;
  },
};
