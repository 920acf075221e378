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

/** So long a passing obstacle may last before it is told. */
export const patienceMs = 30_000;
