import type { JsonObject } from '@capstan/api';
import { findProvider } from '../cluster/provider-source.ts';
import type { Issue, IssueCode } from '../mapping/issue.ts';
import { asObject, deepEqual } from '../mapping/json.ts';
import type { ClusterFacts } from '../objects/context.ts';
import type { Converter } from '../objects/convert.ts';
import { takeWith } from '../objects/infrastructure.ts';
import { type AnyPlatform, platformOf, platforms, platformType } from '../platforms/registry.ts';
import { identityOf } from './identity.ts';
import { type PlannedAround, planAround } from './plan-around.ts';
import { findInfra, type KnownInput, type SortedInputs } from './sort-inputs.ts';

/** What is known before any object is converted. */
export interface Cluster<S> {
  readonly name: string;
  readonly platform: AnyPlatform;
  readonly converter: Converter;
  /** The Cluster and the infra cluster, for clusters that have none yet. */
  readonly around: PlannedAround<S>;
  /** Warnings about the Infrastructure and the infra cluster. */
  readonly issues: readonly SourcedIssue<S>[];
}

/** An issue and the object it is about. */
export interface SourcedIssue<S> {
  readonly issue: Issue;
  readonly input: KnownInput<S> | undefined;
}

/** Why nothing can be converted at all. */
export interface ClusterProblem<S> {
  readonly code: IssueCode;
  readonly message: string;
  readonly hint: string;
  readonly input?: KnownInput<S> | undefined;
  readonly path?: string;
}

/** The cluster of the inputs, or what is missing to know it. */
export type ClusterResult<S> =
  | { readonly ok: true; readonly cluster: Cluster<S> }
  | { readonly ok: false; readonly problems: readonly ClusterProblem<S>[] };

/** What a user without a cluster at hand says of it. */
export interface AssumedCluster {
  readonly infrastructureName: string;
  /** Needed on platforms that have regions. */
  readonly region?: string | undefined;
}

/** What is known of the cluster besides its own objects. */
export interface ClusterOptions extends Omit<ClusterFacts, 'infrastructureName'> {
  /** The infra cluster is made as well where there is none, so machines are converted for the one that is made. */
  readonly withCluster?: boolean | undefined;
}

/** Finds the one Infrastructure object, its platform, and the infra cluster if it is there. */
export function findCluster<S>(
  inputs: SortedInputs<S>,
  options: ClusterOptions,
  assumed?: AssumedCluster,
): ClusterResult<S> {
  const [infrastructure, other] = inputs.infrastructures;
  if (assumed !== undefined)
    return infrastructure === undefined
      ? assume(inputs, options, assumed)
      : failed({ ...assumedTwice, input: infrastructure });
  if (infrastructure === undefined) return failed(missing);
  const second = other ?? ofAnotherCluster(infrastructure, inputs);
  if (second !== undefined) {
    return failed({
      code: 'Duplicate',
      message: 'this Infrastructure object is not the only one, and an object belongs to one cluster',
      hint: 'Convert one cluster at a time.',
      input: second,
    });
  }
  return openCluster(infrastructure.value, infrastructure, inputs, options);
}

/** Every cluster's Infrastructure is named `cluster`. One that was read twice at different times is still the same. */
function ofAnotherCluster<S>(
  infrastructure: KnownInput<S>,
  { duplicates }: SortedInputs<S>,
): KnownInput<S> | undefined {
  const isOther = ({ value }: KnownInput<S>) => !deepEqual(value['status'], infrastructure.value['status']);
  return duplicates.find(({ first, again }) => first === infrastructure && isOther(again))?.again;
}

function openCluster<S>(
  value: JsonObject,
  infrastructure: KnownInput<S> | undefined,
  inputs: SortedInputs<S>,
  { withCluster, ...options }: ClusterOptions,
): ClusterResult<S> {
  const name = asObject(value['status'])?.['infrastructureName'];
  if (typeof name !== 'string' || name === '') {
    return failed({
      code: 'Required',
      message: 'the Infrastructure object has no infrastructureName, which names the Cluster in Cluster API',
      hint: takeWith('status'),
      input: infrastructure,
      path: 'status.infrastructureName',
    });
  }
  const platform = platformOf(value);
  if (platform === undefined) {
    const type = platformType(value);
    return failed({
      code: 'UnsupportedPlatform',
      message:
        type === undefined
          ? 'the Infrastructure object names no platform'
          : `Capstan has no conversion for the platform ${type}`,
      hint: `Platforms that can be converted: ${platforms.map((known) => known.type).join(', ')}.`,
      input: infrastructure,
      path: 'status.platformStatus.type',
    });
  }
  const infraCluster = findInfra(inputs, platform.infra.clusterKind, name, options.clusterApiNamespace);
  const machines = inputs.machineApi.map((input) => input.value).toSorted(byName);
  const provider = findProvider(
    machines,
    inputs.controlPlaneSets.map((input) => input.value),
  );
  const cluster = { ...options, infrastructureName: name };
  const opened = platform.open(
    { infrastructure: value, provider, machines, cluster },
    infraCluster?.value ?? (withCluster === true ? 'made' : undefined),
  );
  const issues = opened.issues.map(({ of, ...issue }) => ({
    issue,
    input: of === 'infraCluster' ? infraCluster : infrastructure,
  }));
  const errors = issues.filter(({ issue }) => issue.severity === 'error');
  if (errors.length > 0) {
    return {
      ok: false,
      problems: errors.map(({ issue: { code, message, hint, path }, input }) => ({ code, message, hint, path, input })),
    };
  }
  const around = planAround(opened.around, infrastructure, provider?.value, inputs);
  return { ok: true, cluster: { name, platform, converter: opened.converter, around, issues } };
}

function byName(a: JsonObject, b: JsonObject): number {
  const [left, right] = [identityOf(a).name, identityOf(b).name];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Makes up an Infrastructure object; the platform is that of the objects. */
function assume<S>(inputs: SortedInputs<S>, options: ClusterOptions, assumed: AssumedCluster): ClusterResult<S> {
  const objects = [...inputs.machineApi, ...inputs.clusterApi].map(({ value }) => JSON.stringify(value));
  const platform = platforms.find(({ provider, infra }) => {
    const kinds = [provider.kind, infra.machineKind, infra.templateKind].map((kind) => `"kind":"${kind}"`);
    return objects.some((text) => kinds.some((kind) => text.includes(kind)));
  });
  if (platform === undefined) return failed(platformUnknown);
  if (platform.isRegional && assumed.region === undefined) return failed(regionUnknown(platform.type));
  const status = {
    infrastructureName: assumed.infrastructureName,
    platformStatus: platform.platformStatus(assumed.region ?? ''),
  };
  return openCluster({ status }, undefined, inputs, options);
}

const platformUnknown = {
  code: 'UnsupportedPlatform',
  message: 'no object names its platform by the kind of its provider spec or infra machine',
  hint: 'Give the Infrastructure object of the cluster with --infrastructure FILE.',
} as const;

function regionUnknown(type: string) {
  return {
    code: 'Required',
    message: `the cluster's region is not known, and machines on ${type} have one`,
    hint: 'Give it with --region, or an Infrastructure object with --infrastructure FILE.',
  } as const;
}

const assumedTwice = {
  code: 'Conflict',
  message: 'the name and region of the cluster were given, and there is an Infrastructure object too',
  hint: 'Leave --infrastructure-name and --region away, or the object.',
} as const;

const missing = {
  code: 'MissingObject',
  message:
    'there is no Infrastructure object among the inputs, so the cluster, its platform and its region are not known',
  hint: 'Add it: oc get infrastructures.config.openshift.io cluster -o yaml > infrastructure.yaml, then --infrastructure infrastructure.yaml. Without a cluster give --infrastructure-name and --region.',
} as const;

function failed<S>(problem: ClusterProblem<S>): ClusterResult<S> {
  return { ok: false, problems: [problem] };
}
