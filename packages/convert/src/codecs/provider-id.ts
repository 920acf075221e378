import type { Problem, Scope } from '../mapping/issue.ts';
import type { Samples } from '../mapping/row.ts';
import type { RowContext } from '../objects/context.ts';

/** What Machine API has, and what beside it (S) the check of a platform looks at. */
type MapiSlots<S> = S & { providerID?: string | undefined };

/** What Cluster API has: the id of the Machine, and that of the infra machine, of which the other may not know yet. */
type CapiSlots<S> = S & { machine?: string | undefined; infra?: string | undefined };

/** What a provider id names. */
type Noun = 'instance' | 'VM' | 'virtual machine' | 'host';

/** How provider ids are on one platform. */
export interface ProviderIdOptions<P, S> {
  /** What happens, for the docs. */
  readonly rule: string;
  readonly noun: Noun;
  /** An id that any machine of the cluster may have. */
  readonly sample: string;
  /** What is wrong with an id on a machine; never asked about a template. */
  check(id: string, context: RowContext<P>, beside: S): Problem | undefined;
}

/** A codec that only reads what is beside the ids. */
interface ProviderIdCodec<P, S> {
  readonly rule: string;
  readonly fields: readonly [];
  readonly samples: Required<Pick<Samples, 'mapi' | 'capi'>>;
  toCapi(found: MapiSlots<S> | undefined, scope: Scope<RowContext<P>>): CapiSlots<unknown>;
  toMapi(found: CapiSlots<S> | undefined, scope: Scope<RowContext<P>>): MapiSlots<unknown>;
}

/**
 * The provider id, which a Machine of Cluster API shares with its infra machine: by it both are known to have their machine,
 * and none is made beside it. One that either half has is enough; two that differ, and any in a template, are refused.
 */
export function mirroredProviderId<P, S extends object = object>(
  options: ProviderIdOptions<P, S>,
): ProviderIdCodec<P, S> {
  const { rule, noun, sample, check } = options;
  const isFine = (id: string, scope: Scope<RowContext<P>>, beside: S): boolean => {
    const problem = check(id, scope.context, beside);
    if (problem !== undefined) scope.report({ value: id, ...problem });
    return problem === undefined;
  };
  return {
    rule,
    fields: [],
    samples: {
      // Most are without one: in a template an id is refused.
      mapi: [{ providerID: sample }, {}, {}],
      capi: [{ machine: sample, infra: sample }, { machine: sample }, { infra: sample }, {}, {}, {}, {}, {}, {}],
    },
    toCapi(found, scope) {
      const id = found?.providerID;
      if (!id || refusedInTemplate(id, noun, scope.at('providerID'))) return {};
      return isFine(id, scope.at('providerID'), found) ? { machine: id, infra: id } : {};
    },
    toMapi(found, scope) {
      const { machine, infra } = found ?? {};
      const id = machine || infra;
      const place = scope.at(machine ? 'machine' : 'infra');
      if (!found || !id || refusedInTemplate(id, noun, place)) return {};
      const isGood = isFine(id, place, found);
      reportOther(machine, infra, noun, scope);
      return isGood ? { providerID: id } : {};
    },
  };
}

/** Reports what names one machine in a template for many; false where there is no template. */
export function refusedInTemplate<P>(value: string, noun: Noun, scope: Scope<RowContext<P>>): boolean {
  if (scope.context.object.kind !== 'MachineSet') return false;
  scope.report({
    code: 'NotSupported',
    value,
    message: `a template that names ${noun === 'instance' ? 'an' : 'a'} ${noun} would give every machine the same one`,
    hint: 'Remove it from the template.',
  });
  return true;
}

/** Reports an infra machine with another provider id than its Machine has. */
export function reportOther<C>(
  machine: string | undefined,
  infra: string | undefined,
  noun: Noun,
  scope: Scope<C>,
): void {
  if (!machine || !infra || machine === infra) return;
  scope.at('infra').report({
    code: 'Conflict',
    value: infra,
    message: `differs from the Machine's provider id, which is ${machine}`,
    hint: `Find out which ${noun} is meant; both must name it.`,
  });
}
