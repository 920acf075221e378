import { defaultNamespaces, leaseName } from '../names.ts';

/** Who holds the Lease, and what to do about it. */
export interface Holder {
  readonly who: 'nobody' | 'capstan' | 'in-tree' | 'other';
  readonly message: string;
  readonly hint: string;
}

/** OpenShift's own controllers of sync and migration are a container of this Deployment. */
const inTreeDeployment = 'capi-controllers';

/** Our own pods' names begin so. */
const ownDeployment = 'capstan';

/**
 * In plain words who has the Lease that we wait for. Controllers of Kubernetes name themselves `POD_UUID`, ours as well, and a
 * pod of a Deployment is named after it.
 */
export function describeHolder(identity: string, namespace: string = defaultNamespaces.clusterApi): Holder {
  const lease = `Lease ${namespace}/${leaseName}`;
  if (identity === '') {
    return { who: 'nobody', message: `nobody holds ${lease}`, hint: 'Wait a moment: whoever asks next gets it.' };
  }
  const pod = /^(.+)_[0-9a-f-]{36}$/.exec(identity)?.[1] ?? identity;
  if (isOf(ownDeployment, pod)) {
    return {
      who: 'capstan',
      message: `another Capstan, ${pod}, holds ${lease} and acts`,
      hint: 'Nothing is to be done: this one takes over when that one stops.',
    };
  }
  const guide =
    'docs/guides/takeover.md says how to hand the job over and back. Capstan starts by itself when the Lease is free.';
  if (isOf(inTreeDeployment, pod)) {
    return {
      who: 'in-tree',
      message: `OpenShift's own controllers, pod ${pod}, hold ${lease}, so they keep the two APIs in step and Capstan waits`,
      hint: guide,
    };
  }
  return {
    who: 'other',
    message: `${pod} holds ${lease}, so it acts and Capstan waits`,
    hint: `Find out what it is: oc get pods -A --field-selector metadata.name=${pod}. ${guide}`,
  };
}

function isOf(deployment: string, pod: string): boolean {
  return pod === deployment || pod.startsWith(`${deployment}-`);
}
