import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Crd, parseCrd } from '@capstan/kube/testing';
import { parse } from 'yaml';
import { prepareCrd } from './crds.ts';
import { type ModuleName, moduleDir } from './modules.ts';

/** Where the CRDs of an infrastructure provider are, and which of them are needed. */
interface InfraProvider {
  /** The pinned module that holds them; `extra` for what no registry serves. */
  readonly source: ModuleName | 'extra';
  readonly folder: string;
  /** Machine, machine template, cluster, and what a cluster refers to. */
  readonly plurals: readonly string[];
  /** The version that Capstan writes; stored as it is, since without the provider nobody converts between versions. */
  readonly version: 'v1beta1' | 'v1beta2';
  /** The value of the label cluster.x-k8s.io/v1beta1: the versions that implement that contract. */
  readonly contract: string;
}

const bases = 'config/crd/bases';

/** By Infrastructure.status.platformStatus.type. */
export const infraProviders = {
  AWS: provider('cluster-api-provider-aws', 'aws', ['awsclustercontrolleridentities'], 'v1beta2'),
  Azure: provider('cluster-api-provider-azure', 'azure', ['azureclusteridentities']),
  BareMetal: { ...provider('extra', 'metal3', []), folder: '.' },
  GCP: provider('cluster-api-provider-gcp', 'gcp', []),
  IBMCloud: provider('cluster-api-provider-ibmcloud', 'ibmvpc', [], 'v1beta2'),
  Nutanix: { ...provider('extra', 'nutanix', []), folder: '.' },
  OpenStack: provider('cluster-api-provider-openstack', 'openstack', []),
  PowerVS: provider('cluster-api-provider-ibmcloud', 'ibmpowervs', [], 'v1beta2'),
  VSphere: {
    ...provider('cluster-api-provider-vsphere', 'vsphere', ['vspherefailuredomains', 'vspheredeploymentzones']),
    folder: 'config/default/crd/bases',
  },
} as const satisfies Readonly<Record<string, InfraProvider>>;

/** A platform that has an infrastructure provider. */
export type InfraPlatform = keyof typeof infraProviders;

/**
 * The CRDs of a platform's infrastructure provider: machine, template, cluster and identities. Undefined for a platform whose
 * CRDs no registry serves while CAPSTAN_EXTRA_CRDS does not name a folder that holds them.
 */
export async function infraCrds(platform: InfraPlatform): Promise<Crd[] | undefined> {
  const { source, folder, plurals, version, contract }: InfraProvider = infraProviders[platform];
  const root = source === 'extra' ? process.env['CAPSTAN_EXTRA_CRDS'] : await moduleDir(source);
  if (root === undefined) return undefined;
  return Promise.all(
    plurals.map(async (plural) => {
      const file = `infrastructure.cluster.x-k8s.io_${plural}.yaml`;
      const crd = parseCrd(parse(await readFile(join(root, folder, file), 'utf8')), file);
      const prepared = prepareCrd(crd, { 'cluster.x-k8s.io/v1beta1': contract });
      // That a version is deprecated says nothing against an object of it, and its warning would hide others.
      const versions = prepared.spec.versions.map(({ deprecated: _, ...known }) => ({
        ...known,
        storage: known.name === version,
      }));
      return { ...prepared, spec: { ...prepared.spec, versions } };
    }),
  );
}

/** As {@link infraCrds} for one kind. Throws where the provider has no such kind. */
export async function infraCrd(platform: InfraPlatform, kind: string): Promise<Crd | undefined> {
  const crds = await infraCrds(platform);
  const found = crds?.find((crd) => crd.spec.names.kind === kind);
  if (crds !== undefined && found === undefined) throw new Error(`the CRDs of ${platform} have no kind ${kind}`);
  return found;
}

function provider(
  source: InfraProvider['source'],
  prefix: string,
  others: readonly string[],
  version: InfraProvider['version'] = 'v1beta1',
): InfraProvider {
  const plurals = [`${prefix}machines`, `${prefix}machinetemplates`, `${prefix}clusters`, ...others];
  return { source, folder: bases, plurals, version, contract: version === 'v1beta1' ? version : 'v1beta1_v1beta2' };
}
