import { azureCluster, azureFixture } from '../../testing/azure.ts';
import { describeLaws } from '../../testing/laws.ts';
import { azureFacts } from './facts.ts';
import { azure } from './platform.ts';

const { facts } = azureFacts({
  infrastructure: azureFixture.infrastructure(),
  infraCluster: azureCluster(),
  derived: undefined,
});

const clusterTag = 'kubernetes.io_cluster.ocp1-x7k2p';

describeLaws(azure, facts, {
  mapi: {
    defaults: [
      ['kind', 'AzureMachineProviderSpec'],
      ['apiVersion', 'machine.openshift.io/v1beta1'],
      ['credentialsSecret/name', 'azure-cloud-credentials'],
      ['credentialsSecret/namespace', 'openshift-machine-api'],
      ['userDataSecret/name', 'worker-user-data'],
      ['location', 'eastus2'],
      ['resourceGroup', 'ocp1-x7k2p-rg'],
      ['networkResourceGroup', 'ocp1-x7k2p-rg'],
      ['osDisk/osType', 'Linux'],
    ],
    sets: [],
    keepEmpty: ['spotVMOptions'],
    maps: ['tags'],
    zero: ['publicIP', 'acceleratedNetworking', 'osDisk/diskSizeGB'],
    whereSet: [],
  },
  capi: {
    defaults: [
      ['osDisk/osType', 'Linux'],
      ['osDisk/cachingType', 'None'],
      ['identity', 'None'],
      ['diagnostics/boot', { storageAccountType: 'Managed' }],
      [`additionalTags/${clusterTag}`, 'owned'],
    ],
    sets: [],
    keepEmpty: ['spotVMOptions'],
    maps: ['additionalTags'],
    zero: ['allocatePublicIP', 'enableIPForwarding', 'disableVMBootstrapExtension', 'disableExtensionOperations'],
    whereSet: [],
  },
});
