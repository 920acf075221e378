/** Where a scenario is shown. */
export interface Scenario {
  readonly number: number;
  /** What a user of two APIs relies on, in a few words. */
  readonly what: string;
  /** The test file of this folder with a test whose title begins with `(number)`. */
  readonly file: string;
  /** What is not shown of it, and why. */
  readonly without?: string;
}

const machineInClusterApi = 'machine-in-cluster-api.api-server.test.ts';
const machineInMachineApi = 'machine-in-machine-api.api-server.test.ts';
const policies = 'policies.api-server.test.ts';
const setInClusterApi = 'set-in-cluster-api.api-server.test.ts';
const setInMachineApi = 'set-in-machine-api.api-server.test.ts';

/**
 * The conformance list: what two APIs that share their machines must do, number by number, and the test that shows it. Real parts:
 * etcd, API server, kube-controller-manager, Cluster API's core manager and AWS provider, the operator; stand-ins: Machine API's
 * controllers, EC2 (moto), and the kubelets, which join as Nodes and do no more.
 */
export const scenarios: readonly Scenario[] = [
  { number: 1, what: 'a Machine is adopted from Cluster API', file: machineInClusterApi },
  { number: 2, what: 'a Machine starts in Cluster API', file: machineInClusterApi },
  { number: 3, what: 'its mirror is deleted', file: machineInClusterApi },
  { number: 4, what: 'it is deleted', file: machineInClusterApi },
  { number: 5, what: 'it goes to Machine API and back', file: machineInClusterApi },
  { number: 6, what: 'an adopted one goes to Machine API and back', file: machineInClusterApi },
  { number: 7, what: 'a Machine starts in Machine API', file: machineInMachineApi },
  { number: 8, what: 'it is deleted', file: machineInMachineApi },
  { number: 9, what: 'its mirror is deleted', file: machineInMachineApi },
  { number: 10, what: 'it goes to Cluster API and back', file: machineInMachineApi },
  { number: 11, what: 'it stays synchronized', file: machineInMachineApi },
  { number: 12, what: 'edits of a Machine that Cluster API has are denied', file: policies },
  { number: 13, what: 'and are allowed where Machine API has it', file: policies },
  { number: 14, what: 'fields that Machine API cannot hold are denied', file: policies },
  { number: 15, what: 'a MachineSet is adopted from Cluster API', file: setInClusterApi },
  { number: 16, what: 'a MachineSet starts in Cluster API', file: setInClusterApi },
  { number: 17, what: 'it is scaled in either API, and deleted', file: setInClusterApi },
  { number: 18, what: 'its mirror is deleted', file: setInClusterApi },
  { number: 19, what: 'a Machine API set beside one of Cluster API is denied', file: policies },
  { number: 20, what: 'a MachineSet starts in Machine API', file: setInMachineApi },
  { number: 21, what: 'it is scaled in either API, and deleted', file: setInMachineApi },
  { number: 22, what: 'its template makes machines of Cluster API', file: setInMachineApi },
  {
    number: 23,
    what: 'its templates follow its provider spec, and its provider spec a template',
    file: setInMachineApi,
    without: 'the edits that policies deny are with those, in policies.api-server.test.ts',
  },
];
