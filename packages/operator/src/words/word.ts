/** A word that Kubernetes objects show, explained to whoever meets it. */
export interface Word {
  readonly name: string;
  /** Which process writes it or decides by it: sync goes on all the time, a migration is one hand-over. */
  readonly of: 'sync' | 'migration' | 'operator' | 'policy' | 'Machine API' | 'Cluster API';
  /** What sort of word, and where it stands: `reason of Synchronized=False`. */
  readonly where: string;
  readonly means: string;
  readonly todo: string;
}
