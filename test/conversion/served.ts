import { infraProviders } from '../control-plane/infra-crds.ts';

/**
 * True where the shared control plane has the CRDs of a platform's infrastructure provider. Without CAPSTAN_EXTRA_CRDS it
 * lacks those that no registry serves; the coverage test then checks these platforms against Capstan's own list of fields.
 */
export function hasServedCrds(platform: string): boolean {
  const known = Object.entries(infraProviders).find(([type]) => type === platform);
  return known !== undefined && (known[1].source !== 'extra' || process.env['CAPSTAN_EXTRA_CRDS'] !== undefined);
}
