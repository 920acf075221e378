import type { Codec } from '../../mapping/make-row.ts';

interface MapiSlots {
  zone?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  infra?: string | undefined;
}

/** The availability zone. The AzureMachine's own field is deprecated: CAPZ uses it where the Machine names none. */
export function zone<C>(): Codec<MapiSlots, CapiSlots, C> {
  return {
    rule: 'the same value',
    fields: [],
    samples: {
      mapi: [{ zone: '1' }, { zone: '3' }, {}],
      capi: [{ machine: '2' }, { infra: '3' }, { machine: '1', infra: '2' }, {}],
    },
    toCapi: (found) => (found?.zone ? { machine: found.zone } : {}),
    toMapi(found) {
      const chosen = found?.machine || found?.infra;
      return chosen ? { zone: chosen } : {};
    },
  };
}
