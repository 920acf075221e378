import type { Problem } from '../../mapping/issue.ts';

/** Said where a resource id needs the cluster's subscription and nothing in the input tells it. */
export const subscriptionUnknown: Problem = {
  code: 'MissingObject',
  message: "the cluster's subscription, a part of resource ids in Cluster API, is not known",
  hint: 'Add the AzureCluster with its subscriptionID, or any Machine of the cluster with its spec.providerID, to the input.',
};
