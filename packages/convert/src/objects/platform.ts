import type { Json, JsonObject, ObjectShape } from '@capstan/api';
import type { InfraClusterRules } from '../cluster/infra-cluster.ts';
import type { Handover } from '../handover/handover.ts';
import type { Problem, Segment } from '../mapping/issue.ts';
import type { Lens } from '../mapping/lens.ts';
import type { Parts } from '../mapping/parts.ts';
import { type Root, type Row, refOf } from '../mapping/row.ts';
import type { Direction } from '../mapping/table.ts';
import type { RowContext } from './context.ts';
import type { WebhookDefault } from './webhook-defaults.ts';

/**
 * A platform is data: its table of rows and what the object conversion must know around it. F is what its rows must know
 * of the cluster. Nothing outside platforms/ names a platform.
 */
export interface Platform<F> {
  /** As in Infrastructure.status.platformStatus.type. */
  readonly type: string;
  readonly provider: {
    readonly kind: string;
    /** The first is written; the others are accepted and carried. */
    readonly apiVersions: readonly string[];
    readonly shape: ObjectShape;
  };
  readonly infra: {
    readonly machineKind: string;
    readonly templateKind: string;
    readonly clusterKind: string;
    readonly apiVersion: string;
    readonly shape: ObjectShape;
    /** Fields beside `template` in the spec of a template, which Machine API cannot say. */
    readonly besideTemplate?: readonly BesideTemplate[];
    /**
     * Annotations by which the provider's controller ties an infra machine to what it runs on. The Machine must have the
     * same, else Machine API would look for something else to run on.
     */
    readonly tiedBy?: readonly string[];
  };
  readonly rows: readonly Row<RowContext<F>>[];
  /** Combinations of fields that the target's webhook refuses, found before it does. */
  readonly checks: readonly Check[];
  /** What the rows must know of the cluster. */
  readFacts(known: KnownCluster): PlatformFacts<F>;
  /** What the Machine API controller would write into the machine's labels. */
  derivedLabels(
    parts: Parts,
    facts: F,
  ): { readonly instanceType?: string; readonly region?: string; readonly zone?: string };
  readonly status: PlatformStatus;
  /** How the infra cluster follows from what Machine API knows, where there is none yet. */
  readonly cluster: InfraClusterRules;
  readonly handover: Handover;
  /** What the provider's webhook writes into what it is sent, so that nobody takes it for configuration. */
  readonly webhookDefaults?: readonly WebhookDefault[];
  /** A cluster is in one region of the platform, which has to be known. */
  readonly isRegional: boolean;
  /** What Infrastructure.status.platformStatus would be for a cluster of which only the region is known, if it is in one. */
  platformStatus(region: string): JsonObject;
  /** Objects that must exist before the converted ones can work, in plain words. */
  prerequisites(infrastructureName: string): readonly string[];
}

/** A field beside `template`: absent and its default say the same, anything else is refused. */
export interface BesideTemplate {
  readonly field: string;
  /** What the API server writes where the field is absent. */
  readonly default: Json;
  readonly doc: string;
  readonly hint: string;
}

/** The cluster's own objects. */
export interface KnownCluster {
  readonly infrastructure: JsonObject;
  /** As it is in the cluster; undefined where it is not among the inputs. */
  readonly infraCluster: JsonObject | undefined;
  /** As it would be made of the Infrastructure and a machine's provider spec; undefined where no machine is known. */
  readonly derived: JsonObject | undefined;
  /**
   * True where `derived` is of a control plane machine, and not of the one that is converted: others can be compared with
   * it. A worker's, or the machine's own, agrees with whatever it was made of.
   */
  readonly isComparable?: boolean;
}

/** A platform's facts, and what is wrong with the objects they come from. */
export interface PlatformFacts<F> {
  readonly facts: F;
  readonly problems: readonly { readonly object: 'infrastructure' | 'infraCluster'; readonly problem: Problem }[];
}

/** Problems of one of the cluster's own objects. */
export function problemsOf<O extends 'infrastructure' | 'infraCluster'>(
  object: O,
  problems: Iterable<Problem>,
): { readonly object: O; readonly problem: Problem }[] {
  return Array.from(problems, (problem) => ({ object, problem }));
}

/** A rule of the provider's webhook over a provider spec: over several fields, or over what no schema says. */
export interface Check {
  /** The rule, as a sentence. */
  readonly rule: string;
  /** Only on this way; absent: on both. */
  readonly direction?: Direction;
  /** `parts` is the whole Machine API object, for rules that look beside the provider spec. */
  find(provider: JsonObject, parts: Parts): readonly Finding[];
}

/** Where a check failed. */
export interface Finding extends Problem {
  /** The part that `at` is a path below; absent: the provider spec. */
  readonly root?: Root;
  /** The place in the infra machine spec, where it is deeper than the row that pairs the two. */
  readonly capiAt?: readonly Segment[];
}

/** Provider status and infra machine status; neither is configuration, so what has no counterpart is left out. */
export interface PlatformStatus {
  /** `machine` is the status of the Machine itself, for providers whose own status says nothing. */
  toCapi(source: {
    readonly status: JsonObject;
    readonly provider: JsonObject;
    readonly machine?: JsonObject;
  }): JsonObject;
  toMapi(source: { readonly status: JsonObject; readonly infraSpec: JsonObject }): JsonObject;
  /** The provider status and the infra machine status. */
  readonly shapes: { readonly mapi: ObjectShape; readonly capi: ObjectShape };
  /** Which field goes where, for docs and for the coverage test. */
  readonly fields: readonly { readonly mapi?: string; readonly capi?: string; readonly doc: string }[];
}

/** The rows for a provider spec's own apiVersion and kind: the same on every platform. */
export function typeRows<F>(platform: Pick<Platform<F>, 'provider'>): Row<RowContext<F>>[] {
  const { kind, apiVersions } = platform.provider;
  return [typeRow<F>('kind', [kind]), typeRow<F>('apiVersion', apiVersions)];
}

function typeRow<F>(field: 'kind' | 'apiVersion', accepted: readonly string[]): Row<RowContext<F>> {
  const [written = ''] = accepted;
  const lens: Lens<unknown, unknown, RowContext<F>> = {
    toCapi(found, scope) {
      if (typeof found !== 'string' || accepted.includes(found)) return undefined;
      scope.report({
        code: 'WrongKind',
        value: found,
        message: `must be ${accepted.join(' or ')}`,
        hint: 'Give the provider spec of the platform that the Infrastructure object names.',
      });
      return undefined;
    },
    toMapi: () => written,
  };
  const samples: readonly Json[] = accepted;
  return {
    name: field,
    mapi: { kind: 'one', ref: refOf(field) },
    capi: { kind: 'none' },
    lens,
    mapiEquality: { absentIs: written },
    capiEquality: {},
    fields: [
      {
        mapi: field,
        outcome: accepted.length > 1 ? 'carried' : 'mapped',
        rule:
          accepted.length > 1
            ? `\`${written}\`; ${accepted
                .slice(1)
                .map((name) => `\`${name}\``)
                .join(', ')} carried`
            : `\`${written}\``,
      },
    ],
    samples: { mapi: samples },
  };
}
