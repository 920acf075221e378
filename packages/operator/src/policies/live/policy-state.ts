/**
 * What has become of a policy. `Applied`: as shipped; `Waiting`: for something that is said; `Refused`: the API server said no;
 * `Changed`: somebody has added to it, and what they added is not ours to take away; `Removing`: on its way out.
 */
export type PolicyStateName = 'Applied' | 'Waiting' | 'Refused' | 'Changed' | 'Removing';

/** Whether a policy is obeyed: a request that it must refuse was refused, was not, or there was none to send. */
export type Liveness = 'live' | 'notYet' | 'unknown';

/** One policy, for whoever asks. */
export interface PolicyState {
  readonly name: string;
  readonly state: PolicyStateName;
  /** Why, where it is not simply applied. */
  readonly message: string;
}

/** As in the status of an object; there is no object of ours, so these stand in a ConfigMap. */
export interface PolicyCondition {
  /** `Valid`: the transport ConfigMap can be read. `Applied`: the cluster has what it says. `Live`: the API server obeys it. */
  readonly type: 'Valid' | 'Applied' | 'Live';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}
