/**
 * What has become of a policy. `Applied`: as shipped; `Waiting`: for something that is said; `Refused`: the API server said no;
 * `Removing`: on its way out.
 */
export type PolicyStateName = 'Applied' | 'Waiting' | 'Refused' | 'Removing';

/** Whether a policy is obeyed: it has answered the sentinel's question, or has not. */
export type Liveness = 'live' | 'notYet';

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
