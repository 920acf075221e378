import { InvalidArgumentError } from 'commander';

/** A flag that may be repeated. */
export function collect(path: string, before: readonly string[] = []): string[] {
  if (path === '') throw new InvalidArgumentError('It is empty.');
  return [...before, path];
}
