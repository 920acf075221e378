import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { leaseName, mirrorLabel } from '../../names.ts';
import { describeHolder } from '../../standing/describe-holder.ts';
import type { Obstacle } from '../../standing/standing.ts';
import { ageOf } from '../../status/age.ts';
import { podsCommand } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';

/** The operator idles on purpose: a gate is off, or something that it needs is not served. */
export const operatorIdle: Check = {
  name: 'operator-idle',
  finds: 'what keeps the operator from acting on this cluster: a gate that is off, an API that is not served',
  needs: ['standing'],
  find: (facts) => {
    const { obstacle } = facts;
    if (obstacle === undefined) return [];
    const { reason, message, hint, about } = obstacle;
    if (reason.includes('FeatureGate') && isHeldByCapstan(facts)) return [overridden(facts, obstacle)];
    return [
      {
        severity: 'error',
        ...(about !== undefined && { object: { ...about, namespace: about.namespace ?? '' } }),
        what: `the operator does not act: ${reason}`,
        evidence: [message],
        why: 'It would rather do nothing than hand machines over where nobody pauses.',
        do: [hint, `capstan explain ${reason}`],
      },
    ];
  },
};

/** One that idles does not hold the Lease: so this one was told to act by its own flag. */
function overridden({ lease }: DoctorFacts, { reason, message }: Obstacle): Found {
  return {
    severity: 'info',
    ...(lease !== undefined && { object: subjectOf(lease) }),
    what: `the operator acts although the cluster says ${reason}`,
    evidence: [message, `spec.holderIdentity: ${holderOf(lease)}`],
    why: 'It was started with --feature-gates, by which somebody vouches that Machine API pauses.',
    do: ['Nothing, where that is known.'],
  };
}

function isHeldByCapstan({ lease, now, namespaces }: DoctorFacts): boolean {
  if (lease === undefined || isSilent(lease, now)) return false;
  return describeHolder(holderOf(lease), namespaces.clusterApi).who === 'capstan';
}

function holderOf(lease: KubeObject | undefined): string {
  return textAt(asObject(lease?.['spec']), 'holderIdentity') ?? '';
}

function termMsOf(lease: KubeObject): number {
  const duration = asObject(lease['spec'])?.['leaseDurationSeconds'];
  return (typeof duration === 'number' ? duration : 137) * 1000;
}

function isSilent(lease: KubeObject, now: Date): boolean {
  const renewed = Date.parse(textAt(asObject(lease['spec']), 'renewTime') ?? '');
  return !(now.getTime() - renewed <= termMsOf(lease));
}

/** Nobody holds the Lease, its holder is silent, or it is somebody else. */
export const operatorAbsent: Check = {
  name: 'operator-absent',
  finds:
    'that nobody keeps the two APIs in step: the Lease is free or its holder silent; or that it is somebody else, and who',
  needs: ['lease'],
  find: (facts) => leaseFinding(facts) ?? [],
};

function leaseFinding(facts: DoctorFacts): Found[] | undefined {
  const { lease, namespaces, now } = facts;
  const { clusterApi } = namespaces;
  const pods = podsCommand(clusterApi);
  const start = 'Start the operator: oc apply -k deploy/base, or capstan operator; docs/guides/install.md says how.';
  if (lease === undefined) {
    return [
      {
        severity: 'error',
        what: 'no operator has ever acted here',
        evidence: [`there is no Lease ${clusterApi}/${leaseName}`],
        why: 'Neither Capstan nor the in-tree controllers of OpenShift have been started, so nothing is mirrored and nothing migrates.',
        do: [pods, start],
      },
    ];
  }
  const holder = holderOf(lease);
  const renewed = textAt(asObject(lease['spec']), 'renewTime') ?? '';
  const object = subjectOf(lease);
  if (holder === '') {
    return [
      {
        severity: 'error',
        object,
        what: 'no operator acts: the Lease is free',
        evidence: [`spec.holderIdentity is empty, spec.renewTime: ${renewed || 'empty'}`],
        why: 'The operator was stopped in order, and none has started since.',
        do: [pods, start],
      },
    ];
  }
  const silentMs = now.getTime() - Date.parse(renewed);
  const termMs = termMsOf(lease);
  if (facts.origin === 'cluster' && isSilent(lease, now)) {
    return [
      {
        severity: 'error',
        object,
        what: `no operator acts: ${holder} has not renewed the Lease`,
        evidence: [
          `spec.renewTime: ${renewed || 'empty'}${Number.isNaN(silentMs) ? '' : ` (${ageOf(silentMs)} ago)`}, held for ${termMs / 1000}s at a time`,
        ],
        why: 'It was killed, cannot reach the API server, or lost its rights; another may take over now, and none does.',
        do: [pods, `oc logs -n ${clusterApi} -l app.kubernetes.io/name=capstan --tail=50`],
      },
    ];
  }
  const described = describeHolder(holder, clusterApi);
  if (described.who === 'capstan') return undefined;
  const hasMirrors = facts.capiMachines.some(({ metadata }) => metadata.labels?.[mirrorLabel] !== undefined);
  return [
    {
      severity: hasMirrors ? 'warning' : 'info',
      object,
      what: `${holder} acts, and not Capstan`,
      evidence: [`spec.holderIdentity: ${holder}`, described.message],
      why: 'One process at a time keeps the two APIs in step, and this one has the Lease.',
      do: [described.hint],
    },
  ];
}
