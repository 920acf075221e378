import type { Codec } from '../../mapping/make-row.ts';

interface MapiSlots {
  zone?: string | undefined;
}

interface CapiSlots {
  zone?: string | undefined;
  domain?: string | undefined;
}

/**
 * The zone. CAPIBM reads it from the infra machine alone; Cluster API spreads machines by the failure domain of the Machine.
 * Both are written, and two that differ are refused: the machine is in one zone only.
 */
export function zone<C>(): Codec<MapiSlots, CapiSlots, C> {
  return {
    rule: 'the same value, twice; two that differ are refused',
    fields: [],
    samples: {
      mapi: [{ zone: 'eu-de-1' }, { zone: 'eu-de-2' }],
      capi: [{ zone: 'eu-de-1', domain: 'eu-de-1' }, { zone: 'eu-de-3' }],
      required: true,
    },
    toCapi(found, scope) {
      if (!found?.zone) {
        scope.at('zone').report(missing);
        return {};
      }
      return { zone: found.zone, domain: found.zone };
    },
    toMapi(found, scope) {
      const { zone: own, domain } = found ?? {};
      if (!own) {
        scope.at('zone').report(missing);
        return {};
      }
      if (domain && domain !== own) {
        scope.at('domain').report({
          code: 'Conflict',
          value: domain,
          message: `differs from the zone of the IBMVPCMachine, which is ${own}`,
          hint: 'Make both the same; CAPIBM uses the zone of the IBMVPCMachine.',
        });
      }
      return { zone: own };
    },
  };
}

const missing = { code: 'Required', message: 'no zone is named', hint: 'Name the zone of the machine.' } as const;
