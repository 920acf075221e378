/** A kind's resource, as CRDs name theirs: `machines`, `machinehealthchecks`. */
export function pluralOf(kind: string): string {
  return `${kind.toLowerCase().replace(/y$/, 'ie')}s`;
}

/** A kind in full, as commands name it: `machines.machine.openshift.io`; the short name means another API's. */
export function resourceOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  return apiVersion.includes('/') ? `${pluralOf(kind)}.${apiVersion.split('/')[0]}` : pluralOf(kind);
}
