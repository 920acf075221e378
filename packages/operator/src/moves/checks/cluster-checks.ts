import { textAt } from '@capstan/convert';
import { leaseName } from '../../names.ts';
import { describeHolder } from '../../standing/describe-holder.ts';
import { conditionOf } from '../../sync/shared/object.ts';
import { isOver } from '../../uninstall/refusals.ts';
import { conditionStatus } from './condition.ts';
import { alike, type Check } from './finding.ts';

/** Nothing moves without somebody who moves it. */
export const operatorCheck: Check = {
  name: 'operator-running',
  title: 'an operator holds the Lease and renews it',
  look({ facts: { lease, now, namespaces } }) {
    const holder = textAt(lease, 'spec', 'holderIdentity') ?? '';
    const where = `Lease ${namespaces.clusterApi}/${leaseName}`;
    const isFresh = lease !== undefined && holder !== '' && !isOver(lease, now);
    if (!isFresh) {
      const message =
        holder === ''
          ? `nobody holds ${where}, so nobody would move anything`
          : `${holder} holds ${where} and has not renewed it in time, so it has ended or cannot reach the API server`;
      const hint = `Start the operator, or see its log: oc get deployments.apps,pods -n ${namespaces.clusterApi}.`;
      return [{ severity: 'error', objects: [], message, hint }];
    }
    if (/^capstan(-|_)/.test(holder)) return [];
    // The in-tree controllers move things as well; only, they know neither cancelling nor what waits for what.
    const { message, hint } = describeHolder(holder, namespaces.clusterApi);
    return /^capi-controllers(-|_)/.test(holder) ? [{ severity: 'warning', objects: [], message, hint }] : [];
  },
};

/** Gates, kinds and schemas that an operator needs. */
export const standingCheck: Check = {
  name: 'operator-may-act',
  title: 'the feature gate is on and the cluster has what a move needs',
  look({ facts: { standing } }) {
    if (!standing.act) {
      return [{ severity: 'error', objects: [], message: standing.message, hint: standing.hint }];
    }
    const { note } = standing;
    return note === undefined ? [] : [{ severity: 'error', objects: [], message: note.message, hint: note.hint }];
  },
};

/** An upgrade replaces both APIs' controllers, one after the other. */
export const upgradeCheck: Check = {
  name: 'no-upgrade',
  title: 'no cluster upgrade is in progress',
  look({ facts: { clusterVersion } }) {
    if (conditionStatus(clusterVersion, 'Progressing') !== 'True') return [];
    const said = textAt(conditionOf(clusterVersion, 'Progressing'), 'message') ?? '';
    return [
      {
        severity: 'error',
        objects: ['clusterversions.config.openshift.io/version'],
        message: `a cluster upgrade is in progress${said === '' ? '' : `: ${said}`}`,
        hint: 'Wait until it has ended: oc get clusterversions.config.openshift.io.',
      },
    ];
  },
};

/** Operators whose controllers take part in a move. */
const taking: ReadonlySet<string> = new Set(['machine-api', 'cluster-api', 'kube-apiserver']);

/** A cluster that has troubles is not the one to add to. */
export const operatorsCheck: Check = {
  name: 'operators-healthy',
  title: 'no ClusterOperator is degraded or unavailable',
  look({ facts: { clusterOperators } }) {
    return alike(
      clusterOperators.flatMap((operator) => {
        const { name } = operator.metadata;
        const isDegraded = conditionStatus(operator, 'Degraded') === 'True';
        const isAway = conditionStatus(operator, 'Available') === 'False';
        if (!isDegraded && !isAway) return [];
        const said = textAt(conditionOf(operator, isDegraded ? 'Degraded' : 'Available'), 'message') ?? '';
        return [
          {
            severity: taking.has(name) ? ('error' as const) : ('warning' as const),
            object: `clusteroperators.config.openshift.io/${name}`,
            message: `it is ${isDegraded ? 'degraded' : 'not available'}${said === '' ? '' : `: ${said}`}`,
            hint: taking.has(name)
              ? 'A move needs its controllers: mend it first.'
              : 'See whether it has to do with machines before you go on.',
          },
        ];
      }),
    );
  },
};
