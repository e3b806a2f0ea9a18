/** The part of the product that is compared with its absence. Modules that belong to it are swapped for what asks here, at every call. */
let atWork = true;

export function put(toWork: boolean): void {
  atWork = toWork;
}

export const isAtWork = (): boolean => atWork;

/** @returns a function that is the part's while it is at work, else the other */
export function either<Arguments extends unknown[], Result>(
  part: (...args: Arguments) => Result,
  absence: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  return (...args) => (atWork ? part : absence)(...args);
}
