import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { PowerVSFacts } from './facts.ts';
import { type Resource, type ResourceReference, resource } from './resources.ts';
import { elsewhere, isTheClusters, mustBeTheClusters } from './workspace-checks.ts';

type Context = RowContext<PowerVSFacts>;

interface MapiSlots {
  workspace?: Resource | undefined;
}

interface CapiSlots {
  reference?: ResourceReference | undefined;
  id?: string | undefined;
}

/**
 * The workspace that the machine is made in. CAPIBM v0.13 makes the machine where its own serviceInstanceID or
 * serviceInstance.id says; a name on the machine it does not look at, and takes the name on the IBMPowerVSCluster. Provider
 * ids it writes with the workspace of the IBMPowerVSCluster, whatever the machine says. So a machine must be in the
 * workspace of the cluster: elsewhere it would be made a second time, or would never find its Node.
 */
export function workspace(): Codec<MapiSlots, CapiSlots, Context> {
  const named = resource<Context>('workspace', ['id', 'name']);
  return {
    rule: "by id or name, and the workspace of the IBMPowerVSCluster: another one, or a name that it doesn't have, is refused",
    fields: [
      ...(named.fields ?? []).map(({ mapi, capi, ...field }) => ({
        ...field,
        ...(mapi !== undefined && { mapi: `workspace.${mapi}` }),
        ...(capi !== undefined && { capi: `reference.${capi}` }),
      })),
      { capi: 'id', outcome: 'mapped', rule: 'deprecated: an id, before that of serviceInstance; written empty' },
    ],
    samples: {
      mapi: [{ workspace: { type: 'ID', id: sample.id } }, { workspace: { type: 'Name', name: sample.name } }],
      capi: [
        { reference: { id: sample.id }, id: '' },
        { reference: { name: sample.name }, id: '' },
        { reference: { id: sample.id }, id: sample.id },
        { id: sample.id },
        { id: '' },
      ],
      required: true,
    },
    toCapi(found, scope) {
      const reference = named.toCapi(found?.workspace, scope.at('workspace'));
      if (reference === undefined) return {};
      mustBeTheClusters(reference, scope.at('workspace'), 'toCapi');
      // The CRD insists on the deprecated field.
      return { reference, id: '' };
    },
    toMapi(found, scope) {
      const { reference, id } = found ?? {};
      if (id) {
        mustAgree(id, reference, scope.at('reference'));
        if (!isTheClusters('id', id, scope.context.platform)) scope.at('id').report(elsewhere('id', id, scope));
        return { workspace: { type: 'ID', id } };
      }
      if (!reference?.id && !reference?.name && !reference?.regex) return ofTheCluster(scope);
      const target = named.toMapi(reference, scope.at('reference'));
      mustBeTheClusters(reference, scope.at('reference'), 'toMapi');
      return target && { workspace: target };
    },
  };
}

/** A machine that names no workspace gets the one that the IBMPowerVSCluster names. */
function ofTheCluster(scope: Scope<Context>): MapiSlots | undefined {
  const { workspace: known, clusterIsMissing } = scope.context.platform;
  if (known?.name !== undefined && !known.isDerived) return { workspace: { type: 'Name', name: known.name } };
  const id = known?.id === undefined ? '' : ` to ${known.id}`;
  scope.at('reference').report(
    clusterIsMissing
      ? {
          code: 'MissingObject',
          message: 'no workspace is named, and the IBMPowerVSCluster, which would tell it, is not part of the input',
          hint: `Add the IBMPowerVSCluster to the input. Or set serviceInstance.id${id}.`,
        }
      : {
          code: 'Required',
          message: 'no workspace is named, and the IBMPowerVSCluster names none that CAPIBM would take instead',
          hint: `Set serviceInstance.id${id}.`,
        },
  );
  return undefined;
}
/** Beside the deprecated id, the reference may only repeat it. */
function mustAgree(id: string, reference: ResourceReference | undefined, scope: Scope<Context>): void {
  for (const way of ['id', 'name', 'regex'] as const) {
    const value = reference?.[way];
    if (!value || (way === 'id' && value === id)) continue;
    scope.at(way).report({
      code: 'Conflict',
      value,
      message: `serviceInstanceID says ${id}, and CAPIBM goes by that`,
      hint: 'Remove the one that is not meant.',
    });
  }
}

const sample = { id: 'e449d86e-c3a0-4c07-959e-8557fdf55482', name: 'ocp1-workspace' };
