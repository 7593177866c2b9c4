/** Time as a dependency, so that expiry, working hours and effective dates can be tested. */
export type Clock = { readonly now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

export type TestClock = Clock & { readonly set: (at: Date) => void; readonly advance: (milliseconds: number) => void };

/** A clock that moves only when told to. */
export function testClock(start: Date): TestClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    set: (to) => {
      at = to.getTime();
    },
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}
