/** The uid of an object that would be made: the server gives it its own. */
export function madeUp(index: number): string {
  return `made-up-${index}`;
}

/** True for such a uid. */
export function isMadeUp(uid: string): boolean {
  return /^made-up-\d+$/.test(uid);
}
