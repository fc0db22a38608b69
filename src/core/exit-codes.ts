/** Exit codes that scripts may rely on. */
export const ExitCode = {
  ok: 0,
  problem: 1,
  usage: 2,
  failed: 3,
  credentials: 4,
  inconclusive: 5,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
