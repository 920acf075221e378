/**
 * Writes deploy/base/generated from the table of platforms and deploy/policies/generated from the tables of policies:
 * `node scripts/generate-deploy.ts`. With `--check` it only compares. A new platform has its rights and its policies by that.
 */
import { type AnyPlatform, platforms } from '@capstan/convert';
import { pluralOf, policies, policyManifests } from '@capstan/operator';
import { stringify } from 'yaml';
import { generate } from './generated-folder.ts';
import { policyConfigMap, policyRoles } from './policy-documents.ts';

/** What the operator may do with what is of one platform, of all of them: a cluster's platform is not known beforehand. */
function infrastructureRoles(): string {
  const resources = platforms.map(resourcesOf);
  const rule = (names: readonly string[], verbs: readonly string[], subresource = '') => ({
    apiGroups: ['infrastructure.cluster.x-k8s.io'],
    resources: names.map((name) => `${name}${subresource}`).toSorted(),
    verbs,
  });
  const machines = resources.map(({ machine }) => machine);
  const templates = resources.map(({ template }) => template);
  const clusters = resources.map(({ cluster }) => cluster);
  const others = resources.flatMap((of) => of.others);
  const namespace = 'openshift-cluster-api';
  const documents = [
    role({ kind: 'Role', namespace }, [
      rule([...machines, ...templates], ['get', 'list', 'watch', 'create', 'patch', 'delete']),
      rule(clusters, ['get', 'list', 'watch', 'create']),
      rule([...machines, ...clusters], ['patch'], '/status'),
    ]),
    binding({ kind: 'Role', namespace }),
    // What infra clusters refer to: an identity, failure domains.
    role({ kind: 'ClusterRole' }, [rule(others, ['get', 'create'])]),
    binding({ kind: 'ClusterRole' }),
  ];
  return fileOf('the table of platforms', documents);
}

/** Those of all platforms, and those that are for one. */
function policyFiles() {
  const [some, others] = [
    policies.filter(({ platform }) => platform === undefined),
    policies.filter(({ platform }) => platform),
  ];
  return [
    { name: 'policies.yaml', text: fileOf('packages/operator/src/policies', policyManifests({ policies: some })) },
    { name: 'platforms.yaml', text: fileOf('the tables of platforms', policyManifests({ policies: others })) },
  ];
}

function fileOf(source: string, documents: readonly object[]): string {
  const texts = documents.map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false }));
  return `# Written by scripts/generate-deploy.ts from ${source}; \`make generate\` writes it anew.\n${texts.join('---\n')}`;
}

function resourcesOf({ infra, cluster }: AnyPlatform) {
  return {
    machine: pluralOf(infra.machineKind),
    template: pluralOf(infra.templateKind),
    cluster: pluralOf(infra.clusterKind),
    others: (cluster.otherKinds ?? []).map(pluralOf),
  };
}

interface Scope {
  readonly kind: 'Role' | 'ClusterRole';
  readonly namespace?: string;
}

const apiGroup = 'rbac.authorization.k8s.io';
const name = 'capstan-infrastructure';

function role({ kind, ...scope }: Scope, rules: readonly object[]) {
  return { apiVersion: `${apiGroup}/v1`, kind, metadata: { name, ...scope }, rules };
}

function binding({ kind, ...scope }: Scope) {
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: `${kind}Binding`,
    metadata: { name, ...scope },
    roleRef: { apiGroup, kind, name },
    subjects: [{ kind: 'ServiceAccount', name: 'capstan', namespace: 'openshift-cluster-api' }],
  };
}

await generate(
  {
    path: 'deploy/base/generated',
    files: [
      { name: 'infrastructure-roles.yaml', text: infrastructureRoles() },
      { name: 'policy-roles.yaml', text: fileOf('packages/operator/src/policies', policyRoles(policyManifests())) },
      {
        name: 'policy-config-map.yaml',
        text: fileOf('packages/operator/src/policies', [policyConfigMap(policyManifests())]),
      },
    ],
  },
  process.argv,
);
await generate({ path: 'deploy/policies/generated', files: policyFiles() }, process.argv);
