/** A value, or the promise of one: who has it at once need not let anybody wait, which counts where it is asked for by the 100,000. */
export type Eventual<T> = T | Promise<T>;

/** Goes on with a value: at once where it is there. Errors are thrown or rejected, as they come. */
export function after<T, U>(value: Eventual<T>, next: (value: T) => Eventual<U>): Eventual<U> {
  return value instanceof Promise ? value.then(next) : next(value);
}
