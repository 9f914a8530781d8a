// A machine's clock that is wrong: CLOCK_AHEAD is by how many milliseconds. Loaded before an SDK.
const ahead = Number(process.env.CLOCK_AHEAD ?? 0);

export const wrongClock = `{
  const Right = Date;
  globalThis.Date = class Date extends Right {
    constructor(...parts) { if (parts.length) { super(...parts); } else { super(Right.now() + ${ahead}); } }
    static now() { return Right.now() + ${ahead}; }
  };
}`;

(0, eval)(wrongClock);
