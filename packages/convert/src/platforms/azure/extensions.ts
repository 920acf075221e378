import type { Codec } from '../../mapping/make-row.ts';

interface CapiSlots {
  bootstrap?: boolean | undefined;
  operations?: boolean | undefined;
}

/**
 * CAPZ installs an extension on a machine to learn that it has started (VMExtensionSpecs in scope/machine.go). Machine API
 * does not, and RHCOS has no agent that would run it.
 */
export function extensions<C>(): Codec<object, CapiSlots, C> {
  return {
    rule: 'the first is written as `true`; on the way back one of disableVMBootstrapExtension and disableExtensionOperations must be',
    fields: [],
    samples: {
      capi: [{ bootstrap: true }, { operations: true }, { bootstrap: true, operations: true }],
      required: true,
    },
    toCapi: () => ({ bootstrap: true }),
    toMapi(found, scope) {
      if (found?.bootstrap || found?.operations) return undefined;
      scope.at('bootstrap').report({
        code: 'NotSupported',
        ...(found?.bootstrap === false && { value: false }),
        message: 'CAPZ would install an extension on the machine; Machine API installs none',
        hint: 'Set disableVMBootstrapExtension: true.',
      });
      return undefined;
    },
  };
}
