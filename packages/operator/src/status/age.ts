/** How long since a time, as kubectl shows ages: 45s, 12m, 3h, 6d; '' where the time is not known. */
export function ageSince(time: string, now: Date): string {
  const since = Date.parse(time);
  return Number.isNaN(since) ? '' : ageOf(now.getTime() - since);
}

/** A length of time as kubectl shows ages. */
export function ageOf(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

/** `since 2026-11-25T11:57:00Z (3m)`; undefined where the time is not known. */
export function sinceText(time: string, now: Date): string | undefined {
  const age = ageSince(time, now);
  return age === '' ? undefined : `since ${time} (${age})`;
}
