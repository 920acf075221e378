/** Why a migration cannot go on now. */
export interface Obstacle {
  readonly message: string;
  /** It goes away by itself when all is well, so it is news only after a while; the other kind wants somebody to do something. */
  readonly isPassing: boolean;
}

/** An obstacle that another controller is about to take away. */
export function passing(message: string): Obstacle {
  return { message, isPassing: true };
}

/** An obstacle that stays until somebody does something. */
export function standing(message: string): Obstacle {
  return { message, isPassing: false };
}

/** One that acted has not said yet that it has stopped. */
export function notStopped(who: string): Obstacle {
  return passing(`${who} to acknowledge that it has stopped (Paused=True)`);
}

/** So long a passing obstacle may last before it is told. */
export const patienceMs = 30_000;
